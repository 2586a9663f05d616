import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {parseOptions, UsageError} from '../../demo/server/cli-options.js';
import {isBuildStale, missingPackages} from '../../demo/server/prepare.js';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** Runs `npm start`'s script; `said` waits for output that matches. */
function run(t, ...args) {
  const child = spawn(process.execPath, [START, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'close').then(([code]) => code);
  let output = '';
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      for (const check of waiting) check();
    });
  }
  const said = (pattern) =>
    new Promise((resolve, reject) => {
      const check = () => pattern.test(output) && resolve(pattern.exec(output));
      waiting.add(check);
      void exited.then(() => reject(new Error(`ended without saying ${pattern}:\n${output}`)));
      check();
    });
  return {child, said, exited, output: () => output};
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`prints one URL, serves there, and ends with 0 on ${signal}`, async (t) => {
    const {child, said, exited, output} = run(t, '--port', '0', '--no-build');
    const [, url] = await said(/Open (http:\/\/localhost:\d+\/) /);
    const socket = new (await import('ws')).default(`${url.replace('http', 'ws')}sip`, 'sip');
    await once(socket, 'open');
    assert.equal((await fetch(url)).status, 200);
    child.kill(signal);
    assert.equal(await exited, 0);
    assert.equal(output().match(/https?:\/\//g).length, 1);
  });
}

test('ends with the shell that npm started it in', {skip: process.platform === 'win32'}, async (t) => {
  // A shell that ends at once, as npm's shell does after SIGTERM.
  const script = `"${process.execPath}" "${START}" --port 0 --no-build & read line`;
  const shell = spawn('sh', ['-c', script], {env: {...process.env, npm_lifecycle_event: 'start'}});
  t.after(() => shell.kill('SIGKILL'));
  shell.stdout.setEncoding('utf8');
  let output = '';
  for await (const text of shell.stdout) {
    output += text;
    if (output.includes('Open http')) shell.kill('SIGKILL');
  }
  // The output is closed, so the server behind the shell has ended; otherwise the test would time out.
  assert.match(output, /Open http/);
});

test('takes the next port when the usual one is busy, and says so', async (t) => {
  const blocker = createServer();
  t.after(() => blocker.close());
  blocker.listen(8080, '127.0.0.1');
  await Promise.race([once(blocker, 'listening'), once(blocker, 'error')]); // A busy port is fine, too.
  const {child, said, exited} = run(t, '--no-build');
  await said(/Port 8080 is busy; using 80\d\d\./);
  await said(/Open http:\/\/localhost:80\d\d\/ /);
  child.kill('SIGTERM');
  assert.equal(await exited, 0);
});

test('a port that was named and is busy is an error, not another port', async (t) => {
  const blocker = createServer().listen(0, '127.0.0.1');
  t.after(() => blocker.close());
  await once(blocker, 'listening');
  const {exited, output} = run(t, '--no-build', '--port', String(blocker.address().port));
  assert.equal(await exited, 2);
  assert.match(output(), /Port \d+ cannot be used \(EADDRINUSE\)/);
});

test('bad options are named, with 2 as exit code and without repeating passwords', async (t) => {
  const {exited, output} = run(t, '--users', 'alice=hunter2');
  assert.equal(await exited, 2);
  assert.match(output(), /--users must be/);
  assert.doesNotMatch(output(), /hunter2/);
  for (const args of [
    ['--port', '-1'],
    ['--port', '99999'],
    ['--sip', 'https://x'],
    ['--domain', 'a b'],
    ['--users', 'a:b'],
    ['--what'],
    ['extra'],
  ]) {
    assert.throws(() => parseOptions(args), UsageError, args.join(' '));
  }
});

test('--help tells every option', async (t) => {
  const {exited, output} = run(t, '--help');
  assert.equal(await exited, 0);
  for (const option of ['--port', '--host', '--sip', '--domain', '--users', '--no-build'])
    assert.ok(output().includes(option));
});

test('the domain of --sip is the host of the server unless it is named', () => {
  assert.equal(parseOptions(['--sip', 'wss://pbx.example/ws']).domain, 'pbx.example');
  assert.equal(parseOptions(['--sip', 'wss://pbx.example/ws', '--domain', 'other.example']).domain, 'other.example');
  assert.deepEqual(
    [...parseOptions(['--users', '1:a:b,2:c']).users],
    [
      ['1', 'a:b'],
      ['2', 'c'],
    ],
  );
});

test('what is missing or older than its sources is noticed', (t) => {
  const project = mkdtempSync(join(tmpdir(), 'demo-'));
  t.after(() => rmSync(project, {recursive: true}));
  const write = (path, seconds) => {
    mkdirSync(join(project, path, '..'), {recursive: true});
    writeFileSync(join(project, path), '{"dependencies": {"lit": "3"}}');
    utimesSync(join(project, path), seconds, seconds);
  };
  write('package.json', 100);
  assert.deepEqual(missingPackages(project), ['lit']);
  write('node_modules/lit/package.json', 100);
  assert.deepEqual(missingPackages(project), []);

  write('src/index.ts', 100);
  utimesSync(join(project, 'src'), 100, 100);
  assert.equal(isBuildStale(project), true, 'nothing was built');
  for (const path of ['dist/index.js', 'cdn/sip-elements.js', 'cdn/sip-elements.iife.js']) write(path, 200);
  assert.equal(isBuildStale(project), false);
  utimesSync(join(project, 'src/index.ts'), 300, 300);
  assert.equal(isBuildStale(project), true, 'a source is newer');
});
