// What the tests need of the machine besides npm packages, and how to get it.
import {spawnSync} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {findAsterisk, installAsterisk} from './asterisk.mjs';

/**
 * What each kind of test needs: Debian package → the program that shows it is there, on machines without dpkg.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string | undefined>>>>}
 */
const NEEDS = {
  chromium: {chromium: 'chromium'},
  firefox: {'firefox-esr': 'firefox-esr'},
  servers: {
    kamailio: 'kamailio',
    'kamailio-websocket-modules': undefined,
    'kamailio-outbound-modules': undefined,
    'kamailio-tls-modules': undefined,
    'kamailio-presence-modules': undefined,
    'rtpengine-daemon': 'rtpengine',
    coturn: 'turnserver',
    'baresip-core': 'baresip',
    'sip-tester': 'sipp',
    procps: 'ps',
    iproute2: 'ss',
    openssl: 'openssl',
  },
  // Debian's own package is too old or not there; see asterisk.mjs.
  asterisk: {},
};

/** @typedef {'chromium' | 'firefox' | 'servers' | 'asterisk'} Need */

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(
  Boolean,
);

// Daemons of Debian start when they are installed, on the usual ports and with the usual configuration. Ours are started
// by the tests, so nothing may start here; the policy is taken away again unless it was there before.
const INSTALL = `set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
apt-get -q update
DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"`;

/**
 * What is missing for some needs: Debian packages, and Asterisk.
 *
 * @param {readonly Need[]} needs
 */
export function missingPrograms(needs) {
  return [...missingPackages(needs), ...(needs.includes('asterisk') && !findAsterisk() ? ['Asterisk 22'] : [])];
}

/** @param {readonly Need[]} needs */
function missingPackages(needs) {
  const wanted = Object.assign({}, ...needs.map((need) => NEEDS[need]));
  if (!has('dpkg-query')) return Object.keys(wanted).filter((name) => wanted[name] && !has(wanted[name]));
  return Object.keys(wanted).filter((name) => {
    const {stdout} = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], {encoding: 'utf8'});
    return stdout !== 'installed' && !(wanted[name] && name === wanted[name] && givenBrowser(name));
  });
}

/** A browser of another place, named by `CHROMIUM` or `FIREFOX`, is as good. */
function givenBrowser(name) {
  const path = process.env[{chromium: 'CHROMIUM', 'firefox-esr': 'FIREFOX'}[name] ?? ''];
  return path !== undefined && isExecutable(path);
}

/**
 * Gets what is missing where that is allowed, and says in a line each what could not be had.
 *
 * @param {readonly Need[]} needs
 */
export function installMissing(needs) {
  const {missing, how} = installPackages(needs);
  if (missing.length > 0) console.log(`Missing: ${missing.join(', ')}. On Debian: ${how}`);
  const problem = needs.includes('asterisk') ? installAsterisk() : '';
  if (problem) console.log(`Missing: Asterisk 22, which could not be unpacked: ${problem}`);
}

/**
 * @param {readonly Need[]} needs
 * @returns {{missing: string[], how: string}} what is still missing, and the line that would get it
 */
function installPackages(needs) {
  const missing = missingPackages(needs);
  const how = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (missing.length === 0) return {missing, how};
  const prefix = asRoot();
  if (!has('apt-get') || !prefix) return {missing, how};
  console.log(`Installing with apt-get, ${prefix.length > 0 ? 'through sudo' : 'as root'}: ${missing.join(' ')}`);
  const [command = 'sh', ...args] = [...prefix, 'sh', '-c', INSTALL, 'install', ...missing];
  const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 2 ** 27});
  if (status !== 0) console.log(`apt-get failed:\n${stdout}${stderr}`);
  return {missing: missingPackages(needs), how};
}

/** @returns {string[] | undefined} what to put before a command that needs root, if that works without a password */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return has('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

/** @param {string} program */
function has(program) {
  return FOLDERS.some((folder) => isExecutable(join(folder, program)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // "no" is the answer to the question, not a failure
  }
}
