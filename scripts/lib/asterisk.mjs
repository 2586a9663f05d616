// Asterisk 22, which the tests call. Debian has it in a suite of its own time only, so its packages are unpacked into a
// folder of the user's cache, with their own libraries, and Asterisk runs from there: nothing is installed on the machine,
// nobody needs to be root, and the next checkout finds it there.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Debian 12 and 13 have no Asterisk. */
const SUITE = 'forky';
const PACKAGES = ['asterisk'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** What nobody reads at run time. */
const BALLAST = ['doc', 'locale', 'man', 'perl', 'zoneinfo'].map((folder) => `usr/share/${folder}`);

const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sip-elements');
const tree = join(cache, [SUITE, ...PACKAGES].join('-'));

/**
 * Where Asterisk was unpacked.
 *
 * @returns {{root: string, libraries: string, loader: string, program: string} | undefined} `loader` runs `program` with
 *   the `libraries` of its own Debian
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

/**
 * Unpacks Asterisk where it is missing.
 *
 * @returns {string} why that failed; empty if it is there
 */
export function installAsterisk() {
  if (findAsterisk()) return '';
  console.log(`Unpacking Asterisk of Debian ${SUITE} into ${tree}, with apt-get and dpkg-deb, without being root`);
  let work;
  try {
    mkdirSync(cache, {recursive: true});
    work = mkdtempSync(`${tree}.`);
    download(work);
    unpack(work);
    rename(join(work, 'root'));
    return findAsterisk() ? '' : `${tree} has no Asterisk in it`;
  } catch (error) {
    return error.message;
  } finally {
    if (work) rmSync(work, {recursive: true, force: true});
  }
}

/** An apt of its own, which knows nothing but this suite and no package that is installed. */
function download(work) {
  const [mirror] = ask('apt-get', ['indextargets', '--format', '$(LABEL) $(REPO_URI)', 'Created-By: Packages'])
    .split('\n')
    .filter((line) => line.startsWith('Debian '))
    .map((line) => line.slice('Debian '.length));
  if (!mirror) throw new Error('apt knows no mirror of Debian');
  if (!existsSync(KEYRING)) throw new Error(`${KEYRING} is missing`);
  const at = (name) => join(work, name);
  mkdirSync(at('state/lists/partial'), {recursive: true});
  mkdirSync(at('cache/archives/partial'), {recursive: true});
  writeFileSync(at('status'), '');
  writeFileSync(at('sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`);
  const settings = {
    'Dir::Etc::SourceList': at('sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::State': at('state'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
    'APT::Sandbox::User': '', // the other user could not write here
    'APT::Update::Post-Invoke': '',
  };
  const options = ['-q', '-y', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  ask('apt-get', [...options, 'update']);
  ask('apt-get', [...options, '--no-install-recommends', '--download-only', 'install', ...PACKAGES]);
}

function unpack(work) {
  const archives = join(work, 'cache/archives');
  const root = join(work, 'root');
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    ask('dpkg-deb', ['--extract', join(archives, name), root]);
  }
  for (const folder of BALLAST) rmSync(join(root, folder), {recursive: true, force: true});
}

/** All at once, so that it is there wholly or not at all; another run may have been faster. */
function rename(root) {
  try {
    renameSync(root, tree);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

/** Runs a program and gives what it printed. */
function ask(command, args) {
  const {status, error, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 2 ** 27});
  if (status === 0) return stdout;
  const last = (stderr ?? '').trim().split('\n').at(-1) ?? '';
  throw new Error(`${command}: ${error?.message ?? (last || `exit code ${status}`)}`, {cause: error});
}
