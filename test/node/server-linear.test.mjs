// No message can freeze the demo's server.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {rawRequest, rawSocket, serve} from './server-support.mjs';

/** Nearly the longest message, in one field; and the longest head, in as many fields as possible. */
const LENGTH = 240_000;
const HEAD = 30_000;
/** The longest field that the server reads. */
const FIELD = 2000;
/** In milliseconds, on a busy machine; a bad pattern takes seconds or more. */
const LIMIT = 1500;

/** The start of a header field, and the text that is repeated after it. */
const FILLINGS = {
  spaces: ['a', ' '],
  'folded lines': ['', 'a\r\n '],
  gaps: ['', 'a '.padEnd(50)],
  letters: ['', 'a'],
  commas: ['', ','],
  addresses: ['', '<a>,'],
  'open brackets': ['', '< '],
  'open quotes': ['', 'a="'],
  hops: ['', 'SIP/2.0/'],
  'hops in a list': ['', 'SIP/2.0/WS a,'],
  parameters: ['<sip:a@b>', ';a'],
  'empty parameters': ['<sip:a@b>', '; '],
  credentials: ['Digest ', 'a=b,'],
};
const FIELDS = ['Via', 'From', 'To', 'Contact', 'Route', 'Authorization', 'Proxy-Authorization', 'CSeq', 'X-A'];

for (const [name, [start, unit]] of Object.entries(FILLINGS)) {
  test(`header fields of ${name}, one long one and many short ones`, async (t) => {
    const server = await serve(t);
    const socket = await rawSocket(t, server.sip);
    const slow = [];
    for (const field of FIELDS) {
      for (const [length, count] of [
        [LENGTH, 1],
        [FIELD, HEAD / FIELD],
      ]) {
        const line = `${field}: ${(start + unit.repeat(LENGTH / unit.length)).slice(0, length - field.length - 2)}x`;
        const headers = Array.from({length: count}, () => line);
        const began = performance.now();
        socket.socket.send(rawRequest('MESSAGE', 'sip:demo.invalid', {headers, branch: `z9hG4bK${field}${length}`}));
        const branch = `z9hG4bKping${field}${length}`;
        socket.socket.send(rawRequest('OPTIONS', 'sip:demo.invalid', {branch}));
        await socket.until(new RegExp(branch));
        const time = performance.now() - began;
        if (time > LIMIT) slow.push(`${field} of ${length}: ${time.toFixed()} ms`);
      }
    }
    assert.deepEqual(slow, []);
  });
}
