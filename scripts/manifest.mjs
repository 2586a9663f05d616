// Makes `custom-elements.json` from the doc comments. `npm run manifest` writes it; `--check` tells if it is out of
// date.
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, readFileSync} from 'node:fs';

const MANIFEST = 'custom-elements.json';
const OUT = '.cache/manifest';

const {status} = spawnSync(
  process.execPath,
  ['node_modules/@custom-elements-manifest/analyzer/cem.js', 'analyze', '--outdir', OUT, '--quiet'],
  {stdio: 'inherit'},
);
const made = `${OUT}/${MANIFEST}`;
if (status !== 0 || !existsSync(made)) {
  console.error('The analyzer failed.');
  process.exit(1);
}
const tags = JSON.parse(readFileSync(made, 'utf8')).modules.flatMap(({declarations = []}) =>
  declarations.filter(({tagName}) => tagName),
);
if (tags.length === 0) {
  console.error('The analyzer found no element.');
  process.exit(1);
}
if (!process.argv.includes('--check')) copyFileSync(made, MANIFEST);
else if (!existsSync(MANIFEST) || readFileSync(made, 'utf8') !== readFileSync(MANIFEST, 'utf8')) {
  console.error(`${MANIFEST} is not what the sources say. Run: npm run manifest`);
  process.exit(1);
}
console.log(`${tags.length} elements`);
