import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {npm} from './prepare.js';

/** Milliseconds. No installation takes longer. After that, another process may have the process id. */
const LONGEST = 10 * 60_000;
const PAUSE = 200;

/**
 * Installs the packages of the lock file. `npm ci` deletes the files of another `npm ci` in the same folder, so a
 * second `npm start` or `npm test` waits for the first, and then has nothing to install.
 *
 * @param {string} project
 * @param {() => boolean} isInstalled
 * @param {AbortSignal} signal ends the wait and the installation
 * @returns {Promise<boolean>} whether the packages are installed now
 */
export async function installPackages(project, isInstalled, signal) {
  const lock = join(project, '.cache/npm-ci.lock');
  mkdirSync(dirname(lock), {recursive: true});
  for (let told = 0; !signal.aborted && !take(lock);) {
    const holder = holderOf(lock);
    if (holder === undefined) {
      rmSync(lock, {force: true});
      continue;
    }
    if (holder !== told) console.log(`Waiting for process ${holder}, which installs packages here`);
    told = holder;
    await delay(PAUSE);
  }
  if (signal.aborted) return false;
  try {
    return isInstalled() || (await npm(project, ['ci', '--include=dev', '--no-audit', '--no-fund'], signal));
  } finally {
    rmSync(lock, {force: true});
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} lock
 * @returns {number | undefined} the process that installs; 0 if it is unknown, because that process is just starting or
 *   ending; `undefined` if the process ended without removing its lock
 */
function holderOf(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LONGEST) return undefined;
    const holder = Number(readFileSync(lock, 'utf8')) || 0;
    if (holder !== 0) process.kill(holder, 0); // Signal 0 sends nothing; it only checks that the process exists.
    return holder;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH') return undefined;
    if (code === 'ENOENT' || code === 'EPERM') return 0; // The lock was just deleted; or another user's process has it.
    throw error;
  }
}
