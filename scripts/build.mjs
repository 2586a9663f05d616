// `dist/` (modules, types, source maps) by tsc, then `cdn/` (bundles) by rollup. Both are made anew: a file whose source
// is gone must not be published.
import {spawnSync} from 'node:child_process';
import {copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {denseTemplates} from './lib/dense-templates.mjs';
import {licencesOf} from './lib/licences.mjs';
import {sipJsCore, SIP_JS_FOLDER} from './lib/sip-js-core.mjs';

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
// Its map would lead to what it was.
rmSync('dist/sip/sip-js.js.map');
writeFileSync('dist/sip/sip-js.js', await sipJsCore('.'));
writeFileSync('dist/LICENSES.txt', licencesOf([SIP_JS_FOLDER]));
for (const folder of ['dist/elements', 'dist/styles']) densify(folder);
for (const file of readdirSync('src/styles').filter((name) => name.endsWith('.css'))) {
  copyFileSync(`src/styles/${file}`, `dist/styles/${file}`);
}
node(['node_modules/rollup/dist/bin/rollup', '--config', '--silent']);
