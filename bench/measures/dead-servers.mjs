/** The same calls with a STUN and a TURN server that take everything and answer nothing. */
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {leave} from '../stage.mjs';
import {callRows} from './outgoing.mjs';

const ROUNDS = 3;
/** JsSIP waits for the TURN server until the browser gives it up. */
const PATIENCE = 60_000;

/** @param {import('../stage.mjs').Stage} stage */
export async function deadServers(stage) {
  const sockets = [await silentSocket(), await silentSocket()];
  const [stun, turn] = sockets.map((socket) => `127.0.0.1:${socket.address().port}`);
  const phones = await stage.phones([
    {urls: `stun:${stun}`},
    {urls: `turn:${turn}?transport=udp`, username: 'somebody', credential: 'secret'},
  ]);
  const samples = {ours: [], prewarmed: [], simpleUser: [], jssip: []};
  // One call of JsSIP takes as long as all the others together, so it is made once, beside them.
  const jssip = phones.jssip.call({patience: PATIENCE});
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, phone, pointer] of [
      ['ours', phones.ours, false],
      ['simpleUser', phones.simpleUser, false],
      ['prewarmed', phones.ours, true],
    ]) {
      const times = await phone.call({pointer, patience: PATIENCE});
      await phone.hangUp();
      if (round > 0) samples[name].push(times);
    }
  }
  samples.jssip.push(await jssip);
  await leave(phones, stage);
  for (const socket of sockets) socket.close();
  return callRows('dead', 'dead STUN and TURN servers: click', samples);
}

async function silentSocket() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
