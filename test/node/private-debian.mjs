// A private Debian for a test: the real apt-get and dpkg, with their files, locks and packages in a folder that is
// deleted afterwards. It needs neither root nor network.
import {spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const PACKAGE = 'sip-elements-tiny';
const FOLDERS = [
  'repository',
  'package/DEBIAN',
  'root/etc/apt/preferences.d',
  'root/etc/apt/apt.conf.d',
  'root/usr/sbin',
  'root/var/lib/apt/lists/partial',
  'root/var/lib/dpkg/info',
  'root/var/lib/dpkg/updates',
  'root/var/cache/apt/archives/partial',
  'root/var/log/apt',
];

/** Whether this machine has apt-get, dpkg-deb and Perl, as Debian and its derivatives do. */
export function isDebian() {
  return ['apt-get', 'dpkg-deb', 'perl'].every((program) => spawnSync(program, ['--version']).status === 0);
}

/**
 * Makes a private Debian. apt-get and dpkg find it by environment variables until the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {string} [options.mirror] where it gets packages; the folder by default
 * @param {string} [options.postinst] what runs when the package is configured
 */
export function makeDebian(t, {mirror, postinst} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sip-elements-debian-'));
  const at = (path) => join(folder, path);
  for (const path of FOLDERS) mkdirSync(at(path), {recursive: true});
  writeFileSync(at('root/var/lib/dpkg/status'), '');
  if (postinst) writeFileSync(at('package/DEBIAN/postinst'), `#!/bin/sh\n${postinst}\n`, {mode: 0o755});
  makePackage(at);
  const sources = (lines) => writeFileSync(at('root/etc/apt/sources.list'), lines.join('\n') + '\n');
  const source = `deb [trusted=yes] ${mirror ?? `file:${at('repository')}`} ./`;
  sources([source]);
  const settings = {
    Dir: at('root'),
    'Dir::State::status': at('root/var/lib/dpkg/status'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Bin::dpkg': 'dpkg',
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'Acquire::http::Proxy': 'DIRECT',
    'Acquire::Retries': '0', // some images of Debian set this
    'Acquire::Retries::Delay': 'false',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)};\n`);
  writeFileSync(at('apt.conf'), lines.join(''));
  const restore = setEnvironment({
    APT_CONFIG: at('apt.conf'),
    DPKG_ROOT: at('root'),
    DPKG_FORCE: 'not-root,script-chrootless',
  });
  t.after(() => {
    restore();
    rmSync(folder, {recursive: true, force: true});
  });
  const statusOf = (name) => {
    const format = '--showformat=${db:Status-Status}';
    return spawnSync('dpkg-query', ['--show', format, name], {encoding: 'utf8'}).stdout;
  };
  return {at, statusOf, addSource: (line) => sources([line, source])};
}

function makePackage(at) {
  const control = [
    `Package: ${PACKAGE}`,
    'Version: 1',
    'Architecture: all',
    'Maintainer: nobody <nobody@example.com>',
    'Description: nothing',
  ].join('\n');
  writeFileSync(at('package/DEBIAN/control'), `${control}\n`);
  const file = at('repository/tiny.deb');
  const {status, stderr} = spawnSync('dpkg-deb', ['--build', at('package'), file], {encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  const bytes = readFileSync(file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(
    at('repository/Packages'),
    `${control}\nFilename: ./tiny.deb\nSize: ${bytes.length}\nSHA256: ${hash}\n`,
  );
}

function setEnvironment(variables) {
  const before = Object.keys(variables).map((name) => [name, process.env[name]]);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/**
 * Locks a file as apt and dpkg do (`fcntl`) and as debconf does (`flock`), until its input ends. Node has neither call.
 */
const HOLD = `use Fcntl qw(:DEFAULT :seek :flock); $| = 1;
open(my $file, '+>>', $ARGV[0]) or die "$ARGV[0]: $!";
my $lock = pack('s! s! l! l! i x4', F_WRLCK, SEEK_SET, 0, 0, 0);
fcntl($file, F_SETLK, $lock) or die "$ARGV[0]: $!";
flock($file, LOCK_EX | LOCK_NB) or die "$ARGV[0]: $!";
print "held\\n"; <STDIN>;`;

/** The script of a package that asks questions, and the file with its answers. */
export const DEBCONF = {
  postinst: 'set -e\n. /usr/share/debconf/confmodule\ndb_version 2.0',
  answers: '/var/cache/answers.dat',
  settings: [
    'Config: answers\nTemplates: templates\n',
    'Name: answers\nDriver: File\nFilename: /var/cache/answers.dat\n',
    'Name: templates\nDriver: File\nFilename: /var/cache/templates.dat\n',
  ].join('\n'),
};

/**
 * Starts another process that holds a lock.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} file
 * @returns {Promise<{pid: number, release: () => void}>} resolves when the process holds the lock
 */
export async function holdLock(t, file) {
  const child = spawn('perl', ['-e', HOLD, file], {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill('SIGKILL'));
  const [first] = await once(child.stdout, 'data');
  if (!String(first).startsWith('held')) throw new Error(`no lock: ${first}`);
  return {pid: child.pid, release: () => child.stdin.end()};
}
