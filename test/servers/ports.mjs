/**
 * Free ports on loopback. They are below the kernel's ephemeral range, so that no outgoing socket takes one between our
 * check and the server's bind. They are random, so that two test runs seldom collide.
 */
import {createSocket} from 'node:dgram';
import {createServer} from 'node:net';

export const LOOPBACK = '127.0.0.1';

const LOWEST = 10_000;
const HIGHEST = 32_000;
const ATTEMPTS = 50;

/** Ports that this process gave out and that their servers may not have bound yet. @type {Set<number>} */
const given = new Set();

/** @param {number} port */
function isFreeForUdp(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({port, address: LOOPBACK, exclusive: true}, () => socket.close(() => resolve(true)));
  });
}

/** @param {number} port */
function isFreeForTcp(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({port, host: LOOPBACK, exclusive: true}, () => server.close(() => resolve(true)));
  });
}

/** @param {number} port */
async function isFree(port) {
  return !given.has(port) && (await isFreeForUdp(port)) && (await isFreeForTcp(port));
}

/**
 * Returns consecutive ports, the first one even (RTP uses the even port, RTCP the odd one above it).
 * @param {number} count
 * @returns {Promise<{first: number, last: number}>}
 */
export async function freePortRange(count) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = LOWEST + 2 * Math.floor((Math.random() * (HIGHEST - LOWEST - count)) / 2);
    const ports = Array.from({length: count}, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (!free.every(Boolean)) continue;
    for (const port of ports) given.add(port);
    return {first, last: first + count - 1};
  }
  throw new Error(`no ${count} free ports in a row on ${LOOPBACK}`);
}

/**
 * Returns one port that is free for UDP and for TCP.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const {first} = await freePortRange(1);
  return first;
}
