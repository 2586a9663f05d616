import assert from 'node:assert/strict';
import {test} from 'node:test';
import digest from 'sip/digest.js';
import sip from 'sip';
import {rawRequest, rawSocket, serve} from './server-support.mjs';

const MESSAGES = 3000;
const NASTY = [
  ';',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '@',
  ':',
  '\r\n',
  '\r\n ',
  '%00',
  '%0d%0a',
  '\0',
  '[::1]',
  '-1',
  '99999999999',
  'é',
  'sip:',
  'tel:',
  'Via: ',
  'Route: <sip:[::1];lr>\r\n',
  'Record-Route: <x>\r\n',
  'Path: <sip:a@b;c=d?e>\r\n',
  '*',
  'Contact: *\r\n',
  'Expires: 0\r\n',
  'Authorization: Digest\r\n',
  '__proto__',
  'constructor',
  ';tag=',
  ';branch=',
  '',
];

/** A small generator with a seed, so that a failure can be repeated. */
function createRandom(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Replaces, removes or inserts in a few places, after the first word. */
function mutate(text, random) {
  let result = text;
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const at = 4 + random(result.length - 4);
    result = result.slice(0, at) + NASTY[random(NASTY.length)] + result.slice(at + random(3) * random(12));
  }
  return result;
}

/** Registers bob on a bare socket, which answers every request that comes in with a damaged response. */
async function register(t, url, random) {
  const bob = await rawSocket(t, url);
  const plain = rawRequest('REGISTER', 'sip:demo.invalid', {to: 'sip:bob@demo.invalid', branch: 'z9hG4bKfirst'});
  const challenge = sip.parse(Buffer.from(await bob.ask(plain)));
  challenge.headers['www-authenticate'][0].algorithm = 'md5';
  const signed = sip.parse(Buffer.from(plain.replace('first', 'second')));
  digest.signRequest({}, signed, challenge, {user: 'bob', password: 'bob-secret', realm: 'demo.invalid'});
  assert.match(await bob.ask(sip.stringify(signed)), /^SIP\/2\.0 200 OK/);
  let requests = 0;
  bob.socket.on('message', (data) => {
    const request = sip.parse(data);
    if (!request?.method || request.method === 'ACK' || bob.socket.readyState !== 1) return;
    requests += 1;
    const headers = {'record-route': request.headers['record-route']};
    const response = sip.stringify(sip.makeResponse(request, [180, 200, 486, 600][random(4)], 'Whatever', {headers}));
    bob.socket.send(random(4) === 0 ? response : mutate(response, random));
  });
  return () => requests;
}

test(`${MESSAGES} damaged messages later, the server still works`, async (t) => {
  const random = createRandom(20);
  const server = await serve(t);
  const reached = await register(t, server.sip, random);
  const {socket, until} = await rawSocket(t, server.sip);
  for (let index = 0; index < MESSAGES; index += 1) {
    const method = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'REGISTER', 'OPTIONS', 'MESSAGE', 'X'][random(8)];
    const branch = `z9hG4bKf${random(400)}`; // Sometimes the same: retransmissions, and CANCEL of something.
    const request = rawRequest(method, random(8) ? 'sip:bob@demo.invalid' : 'sip:demo.invalid', {branch});
    socket.send(random(6) === 0 ? request : mutate(request, random));
  }
  socket.send(rawRequest('OPTIONS', 'sip:demo.invalid', {branch: 'z9hG4bKlast'}));
  assert.match(await until(/z9hG4bKlast/), /^SIP\/2\.0 200 OK/);
  assert.ok(reached() > 100, `only ${reached()} requests got through to the other side`);
  assert.deepEqual(
    server.lines.filter((line) => /failed/.test(line)),
    [],
    'no request ended in an exception',
  );
});
