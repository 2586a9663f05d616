// Sizes after gzip against the budgets of .size-limit.json. `cdn/` is measured as it is; for a page that takes one part
// only, that part is bundled here first, from the files that the package publishes.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {build} from 'esbuild';

const OUT = '.cache/sizes';
const PARTS = {control: 'dist/define/sip-mute-button.js', core: 'dist/core/index.js'};

rmSync(OUT, {recursive: true, force: true});
await build({
  entryPoints: PARTS,
  outdir: OUT,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'error',
});

const {stdout, stderr, status} = spawnSync(process.execPath, ['node_modules/size-limit/bin.js', '--json'], {
  encoding: 'utf8',
});
const results = JSON.parse(stdout);
if (!Array.isArray(results)) throw new Error(results.error ?? stderr);

const kB = (size) => `${(size / 1000).toFixed(1)} kB`;
for (const {name, size, sizeLimit, passed} of results) {
  const verdict = passed === false ? '  TOO BIG' : '';
  console.log(
    `${kB(size).padStart(8)}${sizeLimit ? ` of ${kB(sizeLimit).padStart(7)}` : ''.padStart(11)}  ${name}${verdict}`,
  );
}
process.exitCode = status ?? 1;
