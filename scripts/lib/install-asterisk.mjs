// Unpacks Asterisk into the user's cache, see asterisk.mjs.
import {existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {APT_GET, complaintsIn} from './apt.mjs';
import {findAsterisk, PACKAGES, SUITE, tree} from './asterisk.mjs';
import {ProgressLine} from './progress-line.mjs';
import {run} from './run.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Folders that nothing needs at run time. */
const BALLAST = ['doc', 'locale', 'man', 'perl', 'zoneinfo'].map((folder) => `usr/share/${folder}`);

/**
 * Unpacks Asterisk if it is missing. Each run works in its own folder, so several can run at once.
 *
 * @returns {Promise<string>} why it failed; empty if Asterisk is there
 */
export async function installAsterisk() {
  if (findAsterisk()) return '';
  console.log(`Unpacking Asterisk of Debian ${SUITE} into ${tree}, with apt-get and dpkg-deb, without being root`);
  const progress = new ProgressLine('Asterisk');
  let work = '';
  const clean = () => work && rmSync(work, {recursive: true, force: true});
  process.once('exit', clean); // also when this process gets a signal to end
  try {
    mkdirSync(dirname(tree), {recursive: true});
    work = mkdtempSync(`${tree}.`);
    await download(work, progress);
    await unpack(work, progress);
    rename(join(work, 'root'));
    return findAsterisk() ? '' : `${tree} has no Asterisk in it`;
  } catch (error) {
    return error.message;
  } finally {
    progress.end();
    process.off('exit', clean);
    clean();
  }
}

/** Downloads with a separate apt state, which knows only this suite and no installed package. */
async function download(work, progress) {
  const targets = ['indextargets', '--format', '$(LABEL) $(REPO_URI)', 'Created-By: Packages'];
  const [mirror] = (await ask([...APT_GET, ...targets], progress))
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
    'APT::Sandbox::User': '', // apt's sandbox user could not write into this folder
    'APT::Update::Post-Invoke': '',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await ask([...APT_GET, ...options, 'update'], progress);
  const install = ['--no-install-recommends', '--download-only', 'install', ...PACKAGES];
  await ask([...APT_GET, ...options, ...install], progress);
}

async function unpack(work, progress) {
  const archives = join(work, 'cache/archives');
  const root = join(work, 'root');
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    progress.update(`Unpacking ${name}`);
    await ask(['dpkg-deb', '--extract', join(archives, name), root], progress);
  }
  for (const folder of BALLAST) rmSync(join(root, folder), {recursive: true, force: true});
}

/** Renames the folder, so that the tree is complete or absent. Another run may have been faster. */
function rename(root) {
  try {
    renameSync(root, tree);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

/** Runs a program, shows its progress, and returns its output. Throws if it fails. */
async function ask([command, ...args], progress) {
  const {ok, output, end} = await run(command, args, {onLine: (line) => progress.update(line)});
  if (ok) return output;
  const last = output.trim().split('\n').at(-1);
  throw new Error(complaintsIn(output) || `${args.join(' ')}: ${end}${last ? `: ${last}` : ''}`);
}
