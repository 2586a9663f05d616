/** Where the servers' programs are, and which Debian package provides a missing one. */
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

/** @typedef {'kamailio' | 'rtpengine' | 'turnserver' | 'baresip' | 'sipp'} Program */

/** @type {Readonly<Record<Program, readonly string[]>>} */
const PACKAGES = {
  kamailio: ['kamailio', 'kamailio-websocket-modules', 'kamailio-outbound-modules'],
  rtpengine: ['rtpengine-daemon'],
  turnserver: ['coturn'],
  baresip: ['baresip-core'],
  sipp: ['sip-tester'],
};

/** Daemons are in sbin folders, which are not on the path of an ordinary user. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * @param {Program} program
 * @returns {string | undefined} its path
 */
function find(program) {
  return FOLDERS.filter(Boolean)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // "no" is a valid answer, not a failure
  }
}

/**
 * Returns the path of a server's program.
 * @param {Program} program
 * @throws Error in one line that names the packages to install
 */
export function programPath(program) {
  const path = find(program);
  if (path) return path;
  throw new Error(`${program} is missing; on Debian: apt-get install ${PACKAGES[program].join(' ')}`);
}

/**
 * Returns the programs of the test servers that are not installed.
 * @returns {{program: Program, packages: readonly string[]}[]}
 */
export function missingPrograms() {
  const programs = /** @type {Program[]} */ (Object.keys(PACKAGES));
  return programs.filter((program) => !find(program)).map((program) => ({program, packages: PACKAGES[program]}));
}
