/** The servers end with the process that started them, in whatever way it ends. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, readlink, rm} from 'node:fs/promises';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {until} from '../servers/index.mjs';

/** Starts `node test/servers/run.mjs`; resolves when it has printed the addresses. */
async function runAll() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../servers/run.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const directory = () => /^logs, recordings +(\S+)/m.exec(text)?.[1];
  return {child, directory: await until(directory, {what: 'all servers run', timeout: 20_000})};
}

/**
 * Returns the processes whose working directory is this one; every server works in the directory of its run.
 * @param {string} directory
 */
async function processesIn(directory) {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // a process may end during the search; then its folder is gone
  const places = await Promise.all(ids.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')));
  return ids.filter((_, index) => places[index] === directory);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGKILL'])) {
  test(`nothing is left after ${signal}`, {timeout: 60_000}, async () => {
    const {child, directory} = await runAll();
    try {
      assert.ok((await processesIn(directory)).length >= 5);
      child.kill(signal);
      const [, endedBy] = await once(child, 'exit');
      assert.equal(endedBy, signal);
      await until(async () => (await processesIn(directory)).length === 0, {what: 'no server is left'});
    } finally {
      child.kill('SIGKILL');
      await rm(directory, {recursive: true, force: true});
    }
  });
}
