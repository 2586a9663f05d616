/** The server processes of one run, in the order of their start, and the directory with their files. */
import {stopWithProcess} from './lifetime.mjs';
import {programPath} from './programs.mjs';
import {ServerProcess} from './server-process.mjs';

export class ServerGroup {
  /** Configuration, logs and recordings. @type {string} */
  directory;
  /** @type {ServerProcess[]} */
  #processes = [];
  #release = stopWithProcess(this);

  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory;
  }

  /**
   * @param {{name: string, args: readonly string[], deathSignal?: NodeJS.Signals} & ({program: import('./programs.mjs').Program} | {command: string})} options
   * `program` is searched on the path, `command` is a path itself
   * @returns {ServerProcess} started, not yet ready
   */
  spawn(options) {
    const command = 'command' in options ? options.command : programPath(options.program);
    const server = new ServerProcess({...options, command, directory: this.directory});
    this.#processes.push(server);
    return server;
  }

  async stop() {
    for (const server of this.#processes.splice(0).reverse()) await server.stop();
    this.#release();
  }

  /** Kills all processes, without waiting. */
  kill() {
    for (const server of [...this.#processes].reverse()) server.kill();
  }

  /** @param {number} [lines] of each */
  logs(lines) {
    return this.#processes.map((server) => server.logTail(lines)).join('\n');
  }
}
