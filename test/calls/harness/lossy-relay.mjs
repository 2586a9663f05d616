/** The network between a browser and a TURN server over UDP. It drops some of the RTP packets. */
import {createSocket} from 'node:dgram';
import {once} from 'node:events';

/**
 * The fractions of RTP packets that are dropped: `up` is towards the server. @typedef {{up: number, down: number}} Loss
 */

export class LossyRelay {
  /** @type {Loss} */
  loss = {up: 0, down: 0};
  #server;
  #socket = createSocket('udp4');
  /** One socket to the server for each client. @type {Map<number, import('node:dgram').Socket>} */
  #clients = new Map();
  /** The losses that are due, so that they are spread evenly and equal in every run. @type {Loss} */
  #due = {up: 0, down: 0};

  /** @param {number} server the port of the TURN server on loopback */
  constructor(server) {
    this.#server = server;
  }

  /**
   * @param {string} url of a TURN server on loopback, `turn:127.0.0.1:3478?transport=udp`
   */
  static async open(url) {
    const relay = new LossyRelay(Number(/:(\d+)(?:\?|$)/.exec(url)?.[1]));
    relay.#socket.on('message', (message, {port}) => relay.#up(message, port));
    relay.#socket.bind(0, '127.0.0.1');
    await once(relay.#socket, 'listening');
    return relay;
  }

  /** The URL that a browser uses instead of the server's. */
  get url() {
    return `turn:127.0.0.1:${this.#socket.address().port}?transport=udp`;
  }

  close() {
    for (const socket of [this.#socket, ...this.#clients.values()]) socket.close();
  }

  /**
   * @param {Buffer} message
   * @param {number} client
   */
  #up(message, client) {
    let socket = this.#clients.get(client);
    if (!socket) {
      socket = createSocket('udp4');
      socket.on('message', (reply) => {
        if (!this.#loses('down', reply)) this.#socket.send(reply, client, '127.0.0.1');
      });
      this.#clients.set(client, socket);
    }
    if (!this.#loses('up', message)) socket.send(message, this.#server, '127.0.0.1');
  }

  /**
   * @param {keyof Loss} direction
   * @param {Buffer} message
   */
  #loses(direction, message) {
    if (!isRtp(message)) return false;
    this.#due[direction] += this.loss[direction];
    if (this.#due[direction] < 1) return false;
    this.#due[direction] -= 1;
    return true;
  }
}

/**
 * Whether a message is RTP in a TURN channel (RFC 8656 section 12.4). It must not be STUN or DTLS, nor RTCP, which
 * reports losses (RFC 7983, RFC 5761 section 4).
 * @param {Buffer} message
 */
function isRtp(message) {
  if (message.length < 16 || (message.readUInt8(0) & 0xc0) !== 0x40) return false;
  const first = message.readUInt8(4);
  const type = message.readUInt8(5) & 0x7f;
  return first >= 128 && first <= 191 && !(type >= 64 && type <= 95);
}
