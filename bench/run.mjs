// `npm run bench`: sip-elements, SIP.js SimpleUser and JsSIP side by side. `npm run bench -- outgoing reload` runs these
// measures only, and leaves RESULTS.md as it is.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {isBuildStale, missingPackages} from '../demo/server/prepare.js';
import {missingPrograms} from '../test/servers/index.mjs';

const project = fileURLToPath(new URL('../', import.meta.url));
process.chdir(project);

const missing = [...missingPackages(project), ...missingPrograms().map(({program}) => program)];
if (missing.length > 0) {
  console.error(`missing: ${missing.join(', ')}. \`npm ci\` installs packages, \`npm test\` also the servers.`);
  process.exit(1);
}
if (isBuildStale(project)) spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'});

// Only now: what they import may have been missing.
const {measure} = await import('./measure.mjs');
const only = process.argv.slice(2);
const {text, failed} = await measure(only);
console.log(`\n${text}`);
if (only.length === 0 && !failed) writeFileSync(new URL('RESULTS.md', import.meta.url), text);
process.exitCode = failed ? 1 : 0;
