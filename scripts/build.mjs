// `dist/` (modules, types, source maps) by tsc, then `cdn/` (bundles) by rollup. Both are made anew: a file whose source
// is gone must not be published.
import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readdirSync, rmSync} from 'node:fs';

/** @param {string[]} args */
function node(args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('dist', {recursive: true, force: true});
rmSync('cdn', {recursive: true, force: true});
node(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
mkdirSync('dist/styles', {recursive: true});
for (const file of readdirSync('src/styles').filter((name) => name.endsWith('.css'))) {
  copyFileSync(`src/styles/${file}`, `dist/styles/${file}`);
}
node(['node_modules/rollup/dist/bin/rollup', '--config', '--silent']);
