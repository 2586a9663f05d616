/** The control connection of baresip: commands and events as JSON in netstrings (`<length>:<json>,`). */
import {connect} from 'node:net';
import {LOOPBACK} from './ports.mjs';

const TIMEOUT = 5000;

/**
 * @typedef {{event: true, type: string, param?: string}} BaresipEvent
 * @typedef {{response: true, ok: boolean, data: string, token: string}} BaresipResponse
 */

export class BaresipControl {
  /** Digits that the far end sent, in order. */
  digits = '';
  #socket;
  #buffer = Buffer.alloc(0);
  #token = 0;
  /** @type {Map<string, (response: BaresipResponse) => void>} */
  #waiting = new Map();
  #calls = 0;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#read(data));
    // when the servers stop, baresip ends before us; a command under way then times out with its name
    socket.on('error', () => socket.destroy());
    socket.unref();
  }

  /**
   * @param {number} port
   * @returns {Promise<BaresipControl>}
   */
  static connect(port) {
    return new Promise((resolve, reject) => {
      const socket = connect(port, LOOPBACK, () => {
        socket.off('error', reject);
        resolve(new BaresipControl(socket));
      });
      socket.once('error', reject);
    });
  }

  get calls() {
    return this.#calls;
  }

  /**
   * @param {string} command
   * @param {string} [params]
   * @returns {Promise<void>}
   */
  command(command, params = '') {
    const token = String(++this.#token);
    const json = JSON.stringify({command, params, token});
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(token);
        reject(new Error(`baresip does not answer the command ${command}`));
      }, TIMEOUT);
      this.#waiting.set(token, ({ok, data}) => {
        clearTimeout(timer);
        if (ok) resolve();
        else reject(new Error(`baresip refuses ${command} ${params}: ${data}`));
      });
      this.#socket.write(`${Buffer.byteLength(json)}:${json},`);
    });
  }

  /** @param {Buffer} data */
  #read(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#buffer.toString('latin1', 0, colon));
      if (this.#buffer.length <= end) return;
      this.#take(JSON.parse(this.#buffer.toString('utf8', colon + 1, end)));
      this.#buffer = this.#buffer.subarray(end + 1);
    }
  }

  /** @param {BaresipEvent | BaresipResponse} message */
  #take(message) {
    if ('response' in message) {
      this.#waiting.get(message.token)?.(message);
      this.#waiting.delete(message.token);
      return;
    }
    if (message.type === 'CALL_ESTABLISHED') this.#calls++;
    if (message.type === 'CALL_CLOSED') this.#calls = Math.max(0, this.#calls - 1);
    if (message.type === 'CALL_DTMF_START') this.digits += message.param ?? '';
  }
}
