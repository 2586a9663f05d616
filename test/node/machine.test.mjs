// What `npm test` does on a machine that others use, with the real apt-get and dpkg.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import {describe, test} from 'node:test';
import {installDebianPackages} from '../../scripts/lib/apt.mjs';
import {ProgressLine} from '../../scripts/lib/progress-line.mjs';
import {DEBCONF, holdLock, isDebian, makeDebian, PACKAGE} from './private-debian.mjs';

const LOCKS = [
  'root/var/lib/apt/lists/lock',
  'root/var/lib/dpkg/lock-frontend',
  'root/var/lib/dpkg/lock',
  'root/var/cache/apt/archives/lock',
];

describe('installing Debian packages', {skip: !isDebian() && 'needs apt-get, dpkg and Perl'}, () => {
  for (const lock of LOCKS) {
    test(`waits while another process holds ${lock}, and says who`, async (t) => {
      const {at, statusOf} = makeDebian(t);
      const {pid, release} = await holdLock(t, at(lock));
      const said = [];
      const say = (line) => {
        said.push(line);
        release();
      };
      assert.equal(await installDebianPackages([PACKAGE], {say, pause: 20}), '');
      assert.equal(statusOf(PACKAGE), 'installed');
      const waiting = `Waiting up to 10 minutes for the package manager: perl (process ${pid}) holds ${at(lock)}`;
      assert.deepEqual(said, [waiting]);
    });

    test(`gives up on ${lock} at a limit, and says what to do`, async (t) => {
      const {at, statusOf} = makeDebian(t);
      const {pid} = await holdLock(t, at(lock));
      const reason = await installDebianPackages([PACKAGE], {say() {}, pause: 20, limit: 100});
      assert.match(reason, new RegExp(`perl \\(process ${pid}\\) still holds ${at(lock)} after \\d+ s\\.`));
      assert.match(reason, new RegExp(`Let it end \\(ps -p ${pid} shows it\\), then run this again\\.`));
      assert.equal(statusOf(PACKAGE), '');
    });
  }

  test('waits for one process after another, and names each once', async (t) => {
    const {at} = makeDebian(t);
    const holders = await Promise.all([holdLock(t, at(LOCKS[0])), holdLock(t, at(LOCKS[1]))]);
    const said = [];
    const say = (line) => {
      said.push(line);
      holders.find(({pid}) => line.includes(`process ${pid}`)).release();
    };
    assert.equal(await installDebianPackages([PACKAGE], {say, pause: 20}), '');
    assert.deepEqual(
      said.map((line) => Number(/process (\d+)/.exec(line)[1])),
      holders.map(({pid}) => pid),
    );
  });

  test('waits while another process asks the questions of packages', async (t) => {
    const {at, statusOf} = makeDebian(t, {postinst: DEBCONF.postinst});
    writeFileSync(at('root/etc/debconf.conf'), DEBCONF.settings);
    const answers = at(`root${DEBCONF.answers}`);
    const {release} = await holdLock(t, answers);
    const said = [];
    const say = (line) => {
      said.push(line);
      assert.equal(statusOf(PACKAGE), 'half-configured');
      release();
    };
    assert.equal(await installDebianPackages([PACKAGE], {say, pause: 20}), '');
    assert.equal(statusOf(PACKAGE), 'installed');
    assert.deepEqual(said, [`Waiting up to 10 minutes for the package manager: another process holds ${answers}`]);
  });

  const half = 'Package: half-done\nStatus: install ok unpacked\nArchitecture: all\nVersion: 1\nDescription: nothing\n';
  const halfDone = (at) =>
    writeFileSync(at('root/var/lib/dpkg/updates/0000'), `${half}Maintainer: nobody <nobody@example.com>\n`);

  test('an interrupted dpkg is left to the owner of the machine, who is told how', async (t) => {
    const {at, statusOf} = makeDebian(t);
    halfDone(at);
    const reason = await installDebianPackages([PACKAGE], {say: assert.fail});
    assert.equal(
      reason,
      'dpkg was interrupted earlier on this machine, and must be finished before anything can be installed. ' +
        'Do that with: sudo dpkg --configure -a',
    );
    assert.equal(statusOf(PACKAGE), '');
  });

  test('an interrupted dpkg is finished where that is allowed', async (t) => {
    const {at, statusOf} = makeDebian(t);
    halfDone(at);
    const said = [];
    assert.equal(await installDebianPackages([PACKAGE], {mend: true, say: (line) => said.push(line)}), '');
    assert.deepEqual([statusOf('half-done'), statusOf(PACKAGE)], ['installed', 'installed']);
    assert.match(said.join('\n'), /^dpkg was interrupted .* Doing that: dpkg --configure -a$/);
  });

  test('whoever ends it leaves no package half installed', async (t) => {
    const pipe = join(mkdtempSync(join(tmpdir(), 'sip-elements-pipe-')), 'pipe');
    t.after(() => rmSync(dirname(pipe), {recursive: true, force: true}));
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    const {statusOf} = makeDebian(t, {postinst: `read -r line < '${pipe}'; echo "got $line"`});
    const script = `import {installDebianPackages} from './scripts/lib/apt.mjs';
      await installDebianPackages(['${PACKAGE}']);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    t.after(() => child.kill('SIGKILL'));
    const closed = once(child, 'close');
    const postinst = await open(pipe, 'w'); // resolves when the package's script reads from it
    child.kill('SIGTERM');
    const [told] = await once(child.stdout, 'data');
    assert.equal(statusOf(PACKAGE), 'half-configured');
    await postinst.write('go on\n');
    await postinst.close();
    assert.deepEqual(await closed, [143, null]);
    assert.match(String(told), /Packages are being changed; this ends after that\./);
    assert.equal(statusOf(PACKAGE), 'installed');
  });

  for (const [what, fail] of Object.entries({
    'answers 503': (request, response) => response.writeHead(503).end(),
    'ends the connection': (request) => request.socket.destroy(),
  })) {
    test(`asks a mirror again that once ${what}`, async (t) => {
      const failed = new Set();
      const mirror = createServer((request, response) => {
        const name = /(InRelease|tiny\.deb)$/.exec(request.url)?.[0];
        if (name && !failed.has(name)) {
          failed.add(name);
          fail(request, response);
        } else {
          const file = debian.at(join('repository', request.url));
          if (existsSync(file)) response.end(readFileSync(file));
          else response.writeHead(404).end();
        }
      });
      await once(mirror.listen(0, '127.0.0.1'), 'listening');
      t.after(() => mirror.closeAllConnections());
      t.after(() => mirror.close());
      const debian = makeDebian(t, {mirror: `http://127.0.0.1:${mirror.address().port}`});
      assert.equal(await installDebianPackages([PACKAGE]), '');
      assert.equal(debian.statusOf(PACKAGE), 'installed');
      assert.deepEqual([...failed].sort(), ['InRelease', 'tiny.deb']);
    });
  }

  test('a repository of somebody else that is broken stops nothing', async (t) => {
    const {addSource, at, statusOf} = makeDebian(t);
    addSource(`deb file:${at('nowhere')} ./`);
    assert.equal(await installDebianPackages([PACKAGE]), '');
    assert.equal(statusOf(PACKAGE), 'installed');
  });

  test('what cannot be had is a reason in the words of apt', async (t) => {
    makeDebian(t);
    assert.equal(await installDebianPackages(['no-such-package']), 'E: Unable to locate package no-such-package');
  });

  test('nothing that it installs starts, and the policy for that is taken away', async (t) => {
    const {at} = makeDebian(t);
    assert.equal(await installDebianPackages([PACKAGE]), '');
    assert.equal(existsSync(at('root/usr/sbin/policy-rc.d')), false);
    const policy = at('root/usr/sbin/policy-rc.d');
    writeFileSync(policy, 'theirs');
    assert.equal(await installDebianPackages([PACKAGE]), '');
    assert.equal(readFileSync(policy, 'utf8'), 'theirs');
  });
});

test('in CI what is missing is a failure that names it and the reason', async (t) => {
  // This stands for a machine that has only Node.
  const empty = mkdtempSync(join(tmpdir(), 'sip-elements-empty-'));
  t.after(() => rmSync(empty, {recursive: true, force: true}));
  for (const ci of [true, false]) {
    const env = {...process.env, PATH: empty, CI: ci ? 'true' : '', CHROMIUM: ''};
    const child = spawn(process.execPath, ['scripts/test.mjs', '--chromium', 'core/'], {env});
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const [code] = await once(child, 'close');
    assert.equal(code, ci ? 1 : 0, output);
    const [, failures] = /FAILED npm test\n([^]*?)\n\n/.exec(output) ?? [];
    assert.match(output, /Missing: chromium\. There is no apt-get here to install with\./);
    if (ci) {
      assert.match(failures, /In CI nothing may be skipped\./);
      assert.match(failures, /Missing: chromium\. There is no apt-get here to install with\./);
    }
    assert.match(output, ci ? /0 passed, 1 failed, \d+ skipped\n$/ : /0 passed, 0 failed, \d+ skipped\n$/);
  }
});

describe('two that install npm packages in one folder', () => {
  // This stands for npm: it reports its start, and ends when its folder has a file "go".
  const NPM = `const {existsSync, watch, writeFileSync} = require('node:fs');
    const end = () => existsSync('go') && (writeFileSync('installed', ''), process.exit());
    watch('.', end);
    console.log('npm runs');
    end();`;
  const SCRIPT = `import {existsSync} from 'node:fs';
    import {installPackages} from '${new URL('../../demo/server/install.js', import.meta.url)}';
    const done = await installPackages('.', () => existsSync('installed'), new AbortController().signal);
    console.log('done', done);`;

  const makeFolder = (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'sip-elements-npm-'));
    t.after(() => rmSync(folder, {recursive: true, force: true}));
    writeFileSync(join(folder, 'npm.js'), NPM);
    return folder;
  };
  const start = (t, cwd) => {
    const env = {...process.env, npm_execpath: join(cwd, 'npm.js')};
    const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT], {cwd, env});
    t.after(() => child.kill('SIGKILL'));
    const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
    return {child, next: async () => (await lines.next()).value};
  };

  test('do so one after the other, and the second finds them there', async (t) => {
    const folder = makeFolder(t);
    const first = start(t, folder);
    assert.equal(await first.next(), 'npm runs');
    const second = start(t, folder);
    assert.equal(await second.next(), `Waiting for process ${first.child.pid}, which installs packages here`);
    writeFileSync(join(folder, 'go'), '');
    assert.deepEqual([await first.next(), await second.next()], ['done true', 'done true']);
  });

  test('one that was killed holds nobody up', async (t) => {
    const folder = makeFolder(t);
    const first = start(t, folder);
    assert.equal(await first.next(), 'npm runs');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    writeFileSync(join(folder, 'go'), '');
    const second = start(t, folder);
    assert.match(await second.next(), /^(npm runs|done true)$/);
  });
});

describe('a line of progress', () => {
  const write = (text) => written.push(text);
  let written = [];

  test('is written over on a terminal, and never longer than that', () => {
    written = [];
    const line = new ProgressLine('apt-get', {isTTY: true, columns: 30, write});
    line.update('Unpacking something');
    line.update('Setting up something with a long name');
    line.end();
    const shown = '\r\x1b[2K';
    assert.deepEqual(written, [
      `${shown}apt-get, 0 s: Unpacking somet`,
      `${shown}apt-get, 0 s: Setting up some`,
      shown,
    ]);
  });

  test('is a line now and then in a log', (t) => {
    t.mock.method(performance, 'now', () => now);
    let now = 0;
    written = [];
    const line = new ProgressLine('apt-get', {write});
    for (now = 0; now <= 45_000; now += 5_000) line.update(`Unpacking ${now}`);
    line.end();
    assert.deepEqual(written, ['apt-get, 20 s: Unpacking 20000\n', 'apt-get, 40 s: Unpacking 40000\n']);
  });
});
