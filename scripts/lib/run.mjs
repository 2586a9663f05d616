import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

/** How long a process may take after it was asked to end. */
const GRACE = 5_000;
const running = new Set();

// Whoever ends us, by key or by a job's time limit, ends what we started as well.
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.once(name, () => {
    for (const child of running) signalGroup(child, 'SIGTERM');
    process.exit(code);
  });
}

/**
 * Runs a program and keeps what it says. It gets a process group of its own, so that a time limit ends its children too.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {number} [options.timeout] milliseconds; may be `Infinity`
 * @param {number} [options.silence] milliseconds after its last word that count as hanging
 * @param {NodeJS.ProcessEnv} [options.env] added to ours
 * @param {RegExp} [options.echo] shows lines that match while it runs
 * @returns {Promise<{ok: boolean, output: string, seconds: number, end: string}>} `end`: how it ended, in words
 */
export function run(command, args, {timeout = 600_000, silence, env = {}, echo} = {}) {
  const started = performance.now();
  const grouped = process.platform !== 'win32';
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: {...process.env, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
    });
    running.add(child);
    let output = '';
    let stopped = '';
    const timers = new Set();
    const after = (milliseconds, action) => {
      const timer = setTimeout(action, milliseconds);
      timers.add(timer);
      return timer;
    };
    const stop = (why) => {
      stopped = why;
      signalGroup(child, 'SIGTERM');
      after(GRACE, () => signalGroup(child, 'SIGKILL'));
    };
    if (timeout !== Infinity) after(timeout, () => stop(`timed out after ${timeout / 1000} s`));
    const silent = silence && after(silence, () => stop(`ended after ${silence / 1000} s without a word`));
    const finish = (ok, end) => {
      for (const timer of timers) clearTimeout(timer);
      running.delete(child);
      resolve({ok, output, seconds: (performance.now() - started) / 1000, end});
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        silent?.refresh();
      });
      if (echo) createInterface({input: stream}).on('line', (line) => echo.test(line) && console.log(line));
    }
    child.on('error', (error) => finish(false, error.message));
    child.on('exit', () => {
      // A grandchild that outlives its parent would keep our pipes open for ever.
      after(GRACE, () => signalGroup(child, 'SIGKILL'));
    });
    child.on('close', (code, signal) => {
      if (stopped) finish(false, stopped);
      else finish(code === 0, signal ? `ended by ${signal}` : `exit code ${code}`);
    });
  });
}

function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ESRCH: it ended by itself meanwhile
  }
}
