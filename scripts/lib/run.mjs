import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';

/** Milliseconds that a process may take to end after SIGTERM. */
const GRACE = 5_000;
const running = new Set();
/** Processes that must end by themselves, because otherwise they would leave the machine half changed. */
const gentle = new Set();

// When this process is ended, by a key or a job's time limit, it ends the processes that it started.
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.once(name, async () => {
    for (const child of running) signalGroup(child, 'SIGTERM');
    if (gentle.size > 0) console.log('\nPackages are being changed; this ends after that. Once more ends it now.');
    await Promise.all([...gentle].map((child) => once(child, 'close')));
    process.exit(code);
  });
}

/**
 * Runs a program and keeps its output. It gets its own process group, so that a time limit ends its children too.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {number} [options.timeout] milliseconds; may be `Infinity`
 * @param {number} [options.silence] milliseconds without output after which the program counts as hanging
 * @param {NodeJS.ProcessEnv} [options.env] added to our environment
 * @param {(line: string) => void} [options.onLine] gets each line while it runs
 * @param {boolean} [options.gentle] for a program that changes the machine: it has no time limit and is not ended with
 *   this process. It stays in our process group, by which sudo knows the terminal; apt-get handles Ctrl-C itself
 * @returns {Promise<{ok: boolean, output: string, seconds: number, end: string}>} `end`: how it ended, in words
 */
export function run(command, args, {silence, env = {}, onLine, ...options} = {}) {
  const {gentle: left = false, timeout = left ? Infinity : 600_000} = options;
  const started = performance.now();
  const grouped = process.platform !== 'win32' && !left;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: {...process.env, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
    });
    const group = left ? gentle : running;
    group.add(child);
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
      group.delete(child);
      resolve({ok, output, seconds: (performance.now() - started) / 1000, end});
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        silent?.refresh();
      });
      if (onLine) createInterface({input: stream}).on('line', onLine);
    }
    child.on('error', (error) => finish(false, error.message));
    child.on('exit', () => {
      // A grandchild that goes on after its parent would keep our pipes open forever.
      after(GRACE, () => {
        if (grouped) signalGroup(child, 'SIGKILL');
        else for (const stream of [child.stdout, child.stderr]) stream.destroy();
      });
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
    if (error.code !== 'ESRCH') throw error; // ESRCH: the process has ended by itself
  }
}
