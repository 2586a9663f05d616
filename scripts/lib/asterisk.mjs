// Finds Asterisk 22, which the tests call. Only a newer Debian has it, so its packages are unpacked into a folder of
// the user's cache, with their own libraries, and Asterisk runs from there. Nothing is installed on the machine, root
// is not needed, and the next checkout finds it there.
import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Debian 12 and 13 have no Asterisk. */
export const SUITE = 'forky';
export const PACKAGES = ['asterisk'];

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sip-elements');
export const tree = join(cache, [SUITE, ...PACKAGES].join('-'));

/**
 * Returns where Asterisk was unpacked.
 *
 * @returns {{root: string, libraries: string, loader: string, program: string} | undefined} `loader` runs `program`
 *   with the `libraries` of its own Debian
 */
export function findAsterisk() {
  if (!existsSync(tree)) return undefined;
  const folder = join(tree, 'usr/lib');
  const libraries = readdirSync(folder)
    .map((name) => join(folder, name))
    .find((path) => existsSync(join(path, 'asterisk/modules')));
  const loader = libraries && readdirSync(libraries).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  if (!libraries || !loader) return undefined;
  return {root: tree, libraries, loader: join(libraries, loader), program: join(tree, 'usr/sbin/asterisk')};
}
