/** One server as a child process: its log, its readiness, its end. It is identified by its process id only. */
import {spawn} from 'node:child_process';
import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {until} from './wait.mjs';

const STOP_TIMEOUT = 5000;
const LOG_TAIL = 40;

/** Lets the kernel end the server if this process is killed (util-linux, always present on Debian). */
const SETPRIV = '/usr/bin/setpriv';

/**
 * @typedef {object} ServerProcessOptions
 * @property {string} name is also the name of the log file
 * @property {string} command path of the program
 * @property {readonly string[]} args
 * @property {string} directory the run directory
 * @property {NodeJS.Signals} [deathSignal] the signal that the server gets if this process is killed; default SIGTERM
 */

export class ServerProcess {
  /** @type {string} */
  name;
  /** @type {string} */
  logFile;
  #child;
  #exited;
  /** Aborts when the process ends, so that nothing waits for it any longer. */
  #gone = new AbortController();

  /** @param {ServerProcessOptions} options */
  constructor({name, command, args, directory, deathSignal = 'SIGTERM'}) {
    this.name = name;
    this.logFile = join(directory, `${name}.log`);
    const log = openSync(this.logFile, 'a');
    const line = existsSync(SETPRIV)
      ? [SETPRIV, '--pdeathsig', deathSignal.slice(3), command, ...args]
      : [command, ...args];
    this.#child = spawn(/** @type {string} */ (line[0]), line.slice(1), {
      cwd: directory,
      detached: true, // a Ctrl-C in the terminal reaches only this process, which stops the servers in order
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#end(`could not start: ${error.message}`, resolve));
      this.#child.once('exit', (code, signal) => this.#end(`ended (${signal ?? `exit code ${code}`})`, resolve));
    });
  }

  /**
   * @param {string} how
   * @param {(value: void) => void} resolve
   */
  #end(how, resolve) {
    this.#gone.abort(new Error(`${this.name} ${how}`));
    resolve();
  }

  get running() {
    return !this.#gone.signal.aborted;
  }

  get pid() {
    return this.#child.pid;
  }

  /**
   * Waits until the server answers; fails at once if it dies, with the end of its log.
   * @template T
   * @param {() => T | Promise<T>} question
   */
  async ready(question) {
    try {
      return await until(question, {what: `${this.name} ready`, signal: this.#gone.signal});
    } catch (error) {
      await this.stop();
      throw new Error(`${/** @type {Error} */ (error).message}\n${this.logTail()}`, {cause: error});
    }
  }

  /** Waits until it ends by itself; fails if its exit was not clean. */
  async finished() {
    await until(() => !this.running, {what: `${this.name} ends`, timeout: 15_000});
    const {message} = this.#gone.signal.reason;
    if (!message.endsWith('(exit code 0)')) throw new Error(`${message}\n${this.logTail()}`);
  }

  /** @param {number} [lines] */
  logTail(lines = LOG_TAIL) {
    const tail = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines);
    return [`--- ${this.logFile} (last ${tail.length} lines)`, ...tail].join('\n');
  }

  /** Stops the process with all its sockets open, like a hung server or a network that swallows everything. */
  freeze() {
    this.#signalAll('SIGSTOP');
  }

  /** Lets the process run again. */
  thaw() {
    this.#signalAll('SIGCONT');
  }

  /** Kills the process without any goodbye; resolves when it is gone. */
  async crash() {
    this.kill();
    await this.#exited;
  }

  /** Asks the process to end, waits, and kills it if it does not. */
  async stop() {
    if (!this.running) return;
    this.#child.kill('SIGTERM');
    this.thaw(); // a stopped process does not handle signals
    const insist = setTimeout(() => this.kill(), STOP_TIMEOUT);
    await this.#exited;
    clearTimeout(insist);
  }

  /** Kills it and the processes that it forked, at once; for the last moment of this process. */
  kill() {
    this.#signalAll('SIGKILL');
  }

  /** @param {NodeJS.Signals} signal to the process and to those that it forked */
  #signalAll(signal) {
    const {pid} = this.#child;
    if (!this.running || pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
  }
}
