// Every parser of network input takes linear time: otherwise one message could freeze a page.
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {loadReaders, PATTERNS_ONLY} from './readers.mjs';
import {inputsFor, regularExpressions, run, sourceFiles} from './regular-expressions.mjs';
import {steepest} from './steepness.mjs';

/** The folders that read texts from the network. The other folders read texts of the page and its person. */
const NETWORK = /^src\/(?:core|sip)\//;
const files = sourceFiles('src').map((path) => ({path, ...regularExpressions(path)}));

const readers = await loadReaders('src');

describe('every function that reads a text from the network', () => {
  for (const [path, functions] of readers) {
    const inputs = [
      ...files.find((file) => file.path === `src/${path}`).patterns.flatMap((pattern) => inputsFor(pattern, true)),
      ...shapes(),
    ];
    for (const [name, read] of Object.entries(functions)) {
      it(`${path} ${name}`, () => {
        assert.equal(steepest(read, distinct(inputs)), undefined);
      });
    }
  }

  it('is in the table, with its module', () => {
    const known = new Set([...readers.keys(), ...Object.keys(PATTERNS_ONLY)]);
    const found = files.filter(({path, patterns}) => NETWORK.test(path) && patterns.length > 0);
    const missing = found.filter(({path}) => !known.has(path.slice('src/'.length)));
    assert.deepEqual(
      missing.map(({path}) => path),
      [],
    );
    const unneeded = Object.keys(PATTERNS_ONLY).filter((path) => !found.some((file) => file.path === `src/${path}`));
    assert.deepEqual(unneeded, []);
  });
});

/** Parts of messages, repeated many times; `#` is a number that counts up. */
function shapes() {
  const units = [
    '"',
    '<',
    '>',
    ',',
    ';',
    '; ',
    ' ',
    '\t',
    '\n',
    '\\"',
    '%41',
    '=',
    '?',
    '@',
    ':',
    '[',
    '&a=b',
    'é',
    'a',
  ];
  const parts = [
    '\r\n ',
    '\r\na:b',
    ';a=1',
    ';a="',
    ',a',
    ',<sip:a@b>',
    '--b\r\n',
    '\r\n--b\r\n\r\n',
    '\n--b\r\nA: b\r\n',
  ];
  const counted = [
    ';a#=1',
    ',<sip:a#@b>',
    '<sip:#@b>\n',
    '\r\nx-#: 1',
    'Digest realm="#",nonce="#",',
    'x#=1&',
    '\r\n#',
  ];
  const lines = [
    'm=audio 0 RTP/AVP 0\r\na=bundle-only\r\n',
    'm=video # RTP/AVP 0\r\n',
    'a=mid:#\r\n',
    'a=candidate:#\r\n',
  ];
  const keys = [
    'a=fingerprint:#\r\n',
    'a=fingerprint:#\r\na=ice-ufrag:#\r\n',
    'SIP;cause=#;text="#",',
    'a=group:BUNDLE 0\r\n',
  ];
  return [
    ...[...units, ...parts].flatMap((unit) => ['', '\u0000'].map((end) => (length) => run(unit, length) + end)),
    ...[...counted, ...lines, ...keys].map((unit) => (length) => {
      const count = Math.ceil(length / unit.length);
      return Array.from({length: count}, (_, index) => unit.replaceAll('#', String(index))).join('');
    }),
  ];
}

function distinct(inputs) {
  return new Map(inputs.map((make) => [make(64), make])).values();
}
