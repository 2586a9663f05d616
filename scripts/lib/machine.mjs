// Checks and installs what the tests need of the machine besides npm packages.
import {spawnSync} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {installDebianPackages} from './apt.mjs';
import {findAsterisk} from './asterisk.mjs';
import {installAsterisk} from './install-asterisk.mjs';

/**
 * What each kind of test needs: Debian package → the program that shows that it is installed, on machines without dpkg.
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
  // The Debian of the machine has no Asterisk, or an old one; see asterisk.mjs.
  asterisk: {},
};

/** @typedef {'chromium' | 'firefox' | 'servers' | 'asterisk'} Need */

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(
  Boolean,
);

/**
 * Returns what is missing for some needs: Debian packages, and Asterisk.
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

/** Whether `CHROMIUM` or `FIREFOX` names a browser in another place. */
function givenBrowser(name) {
  const path = process.env[{chromium: 'CHROMIUM', 'firefox-esr': 'FIREFOX'}[name] ?? ''];
  return path !== undefined && isExecutable(path);
}

/**
 * Installs what is missing, if that is allowed, and prints what it could not install.
 *
 * @param {readonly Need[]} needs
 * @returns {Promise<string[]>} for each problem a text: what is missing, why, and what to do
 */
export async function installMissing(needs) {
  const problems = [];
  const why = await installPackages(needs);
  const missing = missingPackages(needs);
  if (missing.length > 0) {
    const how = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
    problems.push(`Missing: ${missing.join(', ')}. ${why}\nOn Debian: ${how}`);
  }
  const problem = needs.includes('asterisk') ? await installAsterisk() : '';
  if (problem) problems.push(`Missing: Asterisk 22, which could not be unpacked: ${problem}`);
  for (const text of problems) console.log(text);
  return problems;
}

/**
 * @param {readonly Need[]} needs
 * @returns {Promise<string>} why it failed; empty if it did not
 */
async function installPackages(needs) {
  const missing = missingPackages(needs);
  if (missing.length === 0) return '';
  if (!has('apt-get')) return 'There is no apt-get here to install with.';
  const prefix = asRoot();
  if (!prefix) return 'Only root may install, and sudo asks for a password.';
  console.log(`Installing with apt-get, ${prefix.length > 0 ? 'through sudo' : 'as root'}: ${missing.join(' ')}`);
  // In CI nobody else can finish an interrupted dpkg, and nobody else uses the machine.
  const reason = await installDebianPackages(missing, {prefix, mend: Boolean(process.env['CI'])});
  return reason && `apt-get failed: ${reason}`;
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
    return false; // An exception is the answer "no", not a failure.
  }
}
