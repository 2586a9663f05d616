import {formatMessage, parseMessage, randomToken} from './message.js';

/** @import {Request, Response} from './message.js' */
/** @import {WebSocket} from 'ws' */

const PING_SECONDS = 30;

/**
 * One WebSocket connection of one user agent: the "flow" of RFC 5626. All messages to its user go through it, because
 * the addresses that browsers put in Via and Contact (`abc.invalid`) cannot be reached (RFC 7118).
 *
 * It is also a "connection" for the `sip` package's transaction layer, with `send`, `release` and `protocol`.
 */
export class Flow {
  id = randomToken(12);
  protocol = 'WS';
  #socket;
  #alive = true;

  /**
   * @param {WebSocket} socket
   * @param {string} remoteAddress
   * @param {{onMessage: (message: Request | Response, flow: Flow) => void, onClose: (flow: Flow) => void,
   *   onGarbage: (flow: Flow) => void}} handlers
   */
  constructor(socket, remoteAddress, handlers) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
    const pings = setInterval(() => this.#ping(), PING_SECONDS * 1000);
    socket.on('pong', () => (this.#alive = true));
    socket.on('message', (/** @type {Buffer} */ data) => this.#receive(data, handlers));
    socket.on('error', () => socket.terminate()); // A broken frame or connection; the event `close` follows.
    socket.on('close', () => {
      clearInterval(pings);
      handlers.onClose(this);
    });
  }

  get open() {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** @param {Request | Response} message */
  send(message) {
    if (this.open) this.#socket.send(formatMessage(message));
  }

  /** The transaction layer no longer needs the connection. It stays open. */
  release() {}

  close() {
    this.#socket.close(1001, 'server is going away');
  }

  terminate() {
    this.#socket.terminate();
  }

  /** Finds dead connections: a laptop that goes to sleep never closes its socket. */
  #ping() {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }

  /**
   * @param {Buffer} data
   * @param {{onMessage: (message: Request | Response, flow: Flow) => void, onGarbage: (flow: Flow) => void}} handlers
   */
  #receive(data, handlers) {
    this.#alive = true;
    if (isKeepAlive(data)) {
      if (data.length >= 4) this.#socket.send('\r\n');
      return;
    }
    const message = parseMessage(data);
    if (message) handlers.onMessage(message, this);
    else handlers.onGarbage(this);
  }
}

/**
 * RFC 5626 section 3.5.1: a double CRLF is the ping, a single one the pong.
 *
 * @param {Buffer} data
 */
function isKeepAlive(data) {
  return data.length <= 4 && /^(?:\r\n){1,2}$/.test(data.toString('latin1'));
}
