import {mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {npm} from './prepare.js';

/** Nothing is installed for longer; a process of this number may be another by then. */
const LONGEST = 10 * 60_000;
const PAUSE = 200;

/**
 * Installs the packages of the lock file. `npm ci` deletes what another one has just written, so a second `npm start` or
 * `npm test` in the same folder waits for the first, and then has nothing to do.
 *
 * @param {string} project
 * @param {() => boolean} isInstalled
 * @param {AbortSignal} signal ends it
 * @returns {Promise<boolean>} whether they are there now
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
 * @returns {number | undefined} the process that installs, 0 if that is just ending or beginning; `undefined` if it was
 *   ended before it was done
 */
function holderOf(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > LONGEST) return undefined;
    const holder = Number(readFileSync(lock, 'utf8')) || 0;
    if (holder !== 0) process.kill(holder, 0); // Asks whether it runs; nothing is sent.
    return holder;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH') return undefined;
    if (code === 'ENOENT' || code === 'EPERM') return 0; // It has just been deleted; it runs for another user.
    throw error;
  }
}
