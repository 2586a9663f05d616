/** The network between a phone and its server: a TCP proxy that can be cut, or can swallow all data. */
import {connect, createServer} from 'node:net';

export class Cable {
  #server;
  #target;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  #dead = false;

  /** @param {string} url of the server's WebSocket */
  constructor(url) {
    this.#target = new URL(url);
    this.#server = createServer((near) => this.#join(near));
  }

  /**
   * @param {string} url of the server's WebSocket
   * @returns {Promise<Cable>}
   */
  static async lay(url) {
    const cable = new Cable(url);
    await new Promise((resolve) => cable.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return cable;
  }

  /** The server's address through this proxy. */
  get url() {
    const {port} = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `ws://127.0.0.1:${port}/`;
  }

  /** Connections stay open, and nothing gets through in either direction, not even the end of a connection. */
  swallow() {
    this.#dead = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** New connections work again; old ones stay dead, as after a change of the network. */
  mend() {
    this.#dead = false;
  }

  /** Closes all connections, and new ones at once until `mend()`. */
  cut() {
    this.#dead = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** @param {import('node:net').Socket} near */
  #join(near) {
    if (this.#dead) {
      near.destroy();
      return;
    }
    const far = connect({host: this.#target.hostname, port: Number(this.#target.port)});
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      this.#sockets.add(/** @type {import('node:net').Socket} */ (from));
      from?.on('data', (data) => to?.write(data));
      from?.on('error', () => undefined); // 'close' follows and does the work
      from?.on('close', () => {
        this.#sockets.delete(/** @type {import('node:net').Socket} */ (from));
        if (!this.#dead) to?.destroy();
      });
    }
  }
}
