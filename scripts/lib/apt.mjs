// Installs Debian packages on a machine with other users of apt. Only one process at a time may change packages; in the
// first minutes of a machine that is often unattended-upgrades. apt-get can wait for the locks of dpkg, but fails at
// once on those of its package lists, of its archive and of debconf. So this module waits for all locks itself.
import {setTimeout as delay} from 'node:timers/promises';
import {ProgressLine} from './progress-line.mjs';
import {run} from './run.mjs';

/** Milliseconds. Unattended upgrades take minutes. */
const LONGEST_WAIT = 10 * 60_000;
const PAUSE = 2_000;
/** The output must be English, because this module reads it. */
const ENVIRONMENT = ['env', 'LC_ALL=C', 'LANGUAGE=', 'DEBIAN_FRONTEND=noninteractive'];
export const APT_GET = [
  ...ENVIRONMENT,
  'apt-get',
  '-q',
  '-y',
  '-o',
  'Acquire::Retries=3',
  '-o',
  'DPkg::Lock::Timeout=0',
];

// Debian starts daemons when it installs them, on their default ports and with their default configuration. The tests
// start their own, so this policy prevents it. The script removes the policy afterwards, unless it was there before.
const WITHOUT_STARTING = `set -e
policy="\${DPKG_ROOT:-}/usr/sbin/policy-rc.d"
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
"$@"`;

/**
 * Installs packages, and waits for other processes that use apt or dpkg.
 *
 * @param {readonly string[]} packages
 * @param {object} [options]
 * @param {readonly string[]} [options.prefix] the words that make a command run as root, such as `sudo -n`
 * @param {boolean} [options.mend] whether to finish an interrupted dpkg first, which changes other packages
 * @param {number} [options.limit] milliseconds to wait for other processes
 * @param {number} [options.pause] milliseconds between two attempts
 * @param {(line: string) => void} [options.say]
 * @returns {Promise<string>} why it failed; empty if the packages are installed
 */
export async function installDebianPackages(packages, {prefix = [], mend = false, say = console.log, ...waiting} = {}) {
  const root = (...command) => whenFree([...prefix, ...command], {say, ...waiting});
  const guarded = (...command) => root('sh', '-c', WITHOUT_STARTING, 'sh', ...command);
  // A broken repository is no reason to stop: the packages may be in another one, or in the lists from an earlier
  // update.
  const update = await root(...APT_GET, 'update');
  if (update.locked) return update.reason;
  const install = () => guarded(...APT_GET, '--no-install-recommends', 'install', ...packages);
  let result = await install();
  if (!result.ok && INTERRUPTED.test(result.output)) {
    if (!mend) return `${FINISH} Do that with: sudo dpkg --configure -a`;
    say(`${FINISH} Doing that: dpkg --configure -a`);
    result = await guarded(...ENVIRONMENT, 'dpkg', '--configure', '-a');
    if (result.ok) result = await install();
  }
  return result.ok ? '' : [update.reason, result.reason].filter(Boolean).join('\n');
}

const INTERRUPTED = /dpkg was interrupted/;
const FINISH = 'dpkg was interrupted earlier on this machine, and must be finished before anything can be installed.';

/**
 * Runs a command of the package manager again until no lock of another process stops it.
 *
 * @param {readonly string[]} command
 * @returns {Promise<{ok: boolean, locked: boolean, reason: string, output: string}>} `reason`: the complaints of apt
 */
async function whenFree([command, ...args], {say, limit = LONGEST_WAIT, pause = PAUSE}) {
  const progress = new ProgressLine('apt-get');
  const started = performance.now();
  let told = '';
  for (;;) {
    const {ok, output, end} = await run(command, args, {gentle: true, onLine: (line) => progress.update(line)});
    const lock = ok ? undefined : lockIn(output);
    const waited = performance.now() - started;
    if (!lock || waited >= limit) {
      progress.end();
      const reason = lock ? stillLocked(lock, waited) : complaintsIn(output) || (ok ? '' : end);
      return {ok, locked: Boolean(lock), reason, output};
    }
    const waiting = `Waiting up to ${inWords(limit)} for the package manager: ${lock.holder} holds ${lock.what}`;
    if (waiting !== told) {
      progress.end();
      say(waiting);
    }
    told = waiting;
    progress.update(waiting);
    await delay(pause);
  }
}

/**
 * Reads from the output of apt and dpkg which lock stopped them, and which process holds it.
 *
 * @param {string} output
 */
function lockIn(output) {
  const [, apts] = /Could not get lock (\S+?)\.?(?=\s|$)/.exec(output) ?? [];
  const [, debconfs] = /^debconf: .* (\S+) is locked by another process/m.exec(output) ?? [];
  const file = apts ?? debconfs;
  const [, kind, program] = /dpkg (frontend|database) lock was locked by (\S+)/.exec(output) ?? [];
  if (!file && !kind) return undefined;
  const [, id = '', name = program === 'another' ? undefined : program] =
    /(?:held by process|process with pid) (\d+)(?: \(([^)]*)\))?/.exec(output) ?? [];
  const holder = name ? `${name} (process ${id})` : id ? `process ${id}` : 'another process';
  return {id, holder, what: file ?? `the ${kind} lock of dpkg`};
}

function stillLocked({id, holder, what}, waited) {
  const look = id ? ` (ps -p ${id} shows it)` : '';
  return `${holder} still holds ${what} after ${inWords(waited)}. Let it end${look}, then run this again.`;
}

/**
 * Returns only the lines in which apt and dpkg report errors.
 *
 * @param {string} output
 */
export function complaintsIn(output) {
  const complaint = /^(E: |W: Failed to fetch|dpkg: error|dpkg-deb: error)/;
  return output
    .split('\n')
    .filter((line) => complaint.test(line))
    .join('\n');
}

function inWords(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
}
