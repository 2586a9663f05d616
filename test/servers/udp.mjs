/** Sends one packet to a UDP server and waits for one answer. */
import {createSocket} from 'node:dgram';
import {LOOPBACK} from './ports.mjs';

/**
 * @param {number} port
 * @param {string | Uint8Array} question
 * @param {number} [timeout] in milliseconds
 * @returns {Promise<Buffer>}
 */
export function askUdp(port, question, timeout = 500) {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = setTimeout(() => finish(() => reject(new Error(`UDP port ${port} does not answer`))), timeout);
    /** @param {() => void} settle */
    const finish = (settle) => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    socket.once('message', (answer) => finish(() => resolve(answer)));
    socket.once('error', (error) => finish(() => reject(error)));
    // the socket is connected, so that a closed port is reported at once and does not cost the timeout
    socket.connect(port, LOOPBACK, () => socket.send(question));
  });
}
