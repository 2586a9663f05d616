// Builds the package before npm packs it: for `npm pack` and `npm publish`, and when somebody installs it from git. It
// may run in a fresh clone, so it imports only Node's own modules. It writes to stderr, because npm may write JSON to
// stdout.
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isBuildStale, missingPackages, npm} from '../demo/server/prepare.js';

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const TO_STDERR = ['ignore', 2, 2];

if (isPacking() && isBuildStale(PROJECT)) await build();

/**
 * Whether npm packs: it also runs `prepare` after every `npm install` in a clone, but then it does not name the folder.
 */
function isPacking() {
  const {npm_lifecycle_event: event, npm_package_resolved: folder = 'null'} = process.env;
  return event !== 'prepare' || folder !== 'null';
}

async function build() {
  const missing = missingPackages(PROJECT);
  if (missing.length > 0) {
    console.error(`Installing packages (${missing.length} are missing) ...`);
    // `npm pack --dry-run` and `npm install --global` pass these options on to their scripts by the environment.
    const options = ['--include=dev', '--dry-run=false', '--global=false'];
    if (!(await npm(PROJECT, ['ci', ...options], new AbortController().signal, TO_STDERR))) {
      throw new Error('Installing failed; is the network there? Nothing was packed. Try: npm ci');
    }
  }
  console.error('Building ...');
  const {status} = spawnSync(process.execPath, [join('scripts', 'build.mjs')], {cwd: PROJECT, stdio: TO_STDERR});
  if (status !== 0) throw new Error('The build failed, and nothing was packed.');
}
