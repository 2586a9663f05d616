// `dist/` (modules, types, source maps) by tsc, then `cdn/` (bundles) by rollup. Both are made anew: a file whose source
// is gone must not be published.
import {spawnSync} from 'node:child_process';
import {copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {denseTemplates} from './lib/dense-templates.mjs';

/** @param {string} folder */
function densify(folder) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const path = `${folder}/${file}`;
    writeFileSync(path, denseTemplates(readFileSync(path, 'utf8')));
  }
}

/** @param {string[]} args */
function node(args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('dist', {recursive: true, force: true});
rmSync('cdn', {recursive: true, force: true});
node(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
for (const folder of ['dist/elements', 'dist/styles']) densify(folder);
for (const file of readdirSync('src/styles').filter((name) => name.endsWith('.css'))) {
  copyFileSync(`src/styles/${file}`, `dist/styles/${file}`);
}
node(['node_modules/rollup/dist/bin/rollup', '--config', '--silent']);
