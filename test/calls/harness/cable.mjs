/** The network between a phone and its server: a TCP proxy that can be cut, or can swallow what it is given. */
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

  /** The server's address at this end. */
  get url() {
    const {port} = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `ws://127.0.0.1:${port}/`;
  }

  /** Connections stay open and nothing gets through, in neither direction, not even that one is closed. */
  swallow() {
    this.#dead = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** New connections work; old ones stay as they are, as after a change of the network. */
  mend() {
    this.#dead = false;
  }

  /** Connections are closed, and new ones as well as long as it is not mended. */
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
      from?.on('error', () => undefined); // 'close' follows, which is what matters
      from?.on('close', () => {
        this.#sockets.delete(/** @type {import('node:net').Socket} */ (from));
        if (!this.#dead) to?.destroy();
      });
    }
  }
}
