// What the bundles change in SIP.js, against SIP.js as it comes.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, after, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {Grammar} from 'sip.js/lib/grammar/grammar.js';
import {parseAst} from 'rollup/parseAst';
import {denseCss, denseMarkup} from '../../scripts/lib/dense-templates.mjs';
import {lean, START_RULES} from '../../scripts/lib/lean-grammar.mjs';
import {withoutSteps} from '../../scripts/lib/lean-sip-js.mjs';

const SIP_JS = new URL('../../node_modules/sip.js/lib/', import.meta.url);
const read = (part) => readFileSync(new URL(part, SIP_JS), 'utf8');

let folder;
let leanParse;

before(async () => {
  folder = mkdtempSync(join(import.meta.dirname, '../../.lean-'));
  const code = read('grammar/pegjs/dist/grammar.js');
  const file = join(folder, 'grammar.mjs');
  writeFileSync(file, lean(code, parseAst(code)).replaceAll("'../../", "'sip.js/lib/grammar/"));
  const {parse} = await import(pathToFileURL(file).href);
  leanParse = (input, startRule) => {
    const options = {startRule};
    try {
      parse(input, options);
    } catch {
      options.data = -1;
    }
    return options.data;
  };
});

after(() => {
  rmSync(folder, {recursive: true, force: true});
});

const ADDRESSES = [
  'sip:alice@example.com',
  'sips:alice:secret@[2001:db8::9:1]:5061;transport=ws;lr;x=1?Subject=a%20b&Route=c',
  'sip:+49301234;phone-context=+49@192.0.2.1;user=phone;ttl=15;maddr=239.255.255.1;method=INVITE',
  'sip:1001#5@example.com',
  'sip:a%zz@example.com',
  'sip:x@5f2a9c1b7e3d',
  'tel:+49301234',
  'https://example.com/path?query',
  'wss://pbx.example.com:8089/ws',
];
const HEADERS = [
  ...ADDRESSES,
  ...ADDRESSES.flatMap((uri) => [
    `<${uri}>`,
    `"Al \\"x\\" Ice" <${uri}>;tag=abc;expires=60`,
    `Alice B <${uri}>;q=0.7;+sip.instance="<urn:uuid:x>", <${uri}>;reg-id=1`,
    `Ünal (x) <${uri}>`,
    `INVITE ${uri} SIP/2.0`,
  ]),
  '*',
  'SIP/2.0 200 OK',
  'SIP/2.0 183 Session Progress (ünïcode) [x]',
  'SIP/2.0 603 ',
  'SIP/7.0 200 OK',
  'FOO_BAR sip:a@b.c SIP/2.0',
  '4711 INVITE',
  '0 ACK',
  '99999999999 X',
  '70',
  '-1',
  '',
  ' ',
  'SIP/2.0/WSS 192.0.2.1:5060;branch=z9hG4bK77;rport=123;received=[2001:db8::1];ttl=3;maddr=x.y;other="a b"',
  'SIP / 2.0 / UDP example.com ; branch=z9hG4bK , SIP/2.0/TCP x.org',
  'SIP/2.0/WS 5f2a9c1b7e3d.invalid;branch=1',
  'a84b4c76e66710@pc33.example.com',
  'Digest realm="a b",nonce="n\\"1",qop="auth,auth-int",algorithm=MD5,opaque="",stale=TRUE',
  'Digest realm="x", domain="sip:a@b.c /x", nonce="1", algorithm=SHA-256, foo=bar',
  'Digest nonce=1',
  'digest algorithm=MD5-sess, realm="r", nonce="n"',
  'application/sdp',
  'multipart/mixed;boundary="a b";x=y',
  'session;handling=optional',
  'render; handling=required ;x="y"',
  'presence.winfo;id=7;x=y',
  'a@b;to-tag=1;from-tag=2;early-only',
  'a@b;to-tag=1',
  'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
];

test('the lean grammar reads and refuses the same, from every rule', () => {
  let understood = 0;
  for (const rule of START_RULES) {
    let own = 0;
    for (const header of HEADERS) {
      const expected = Grammar.parse(header, rule);
      assert.deepEqual(leanParse(header, rule), expected, `${rule}: ${header}`);
      if (expected !== -1) own += 1;
    }
    assert.notEqual(own, 0, `${rule} understands none of the headers`);
    understood += own;
  }
  assert.ok(understood > 100);
});

test('the lean grammar agrees about headers with a character too many, too few or another', () => {
  for (const header of HEADERS) {
    for (let at = 0; at < header.length; at += 9) {
      const broken = [
        header.slice(0, at),
        `${header.slice(0, at)}${header.slice(at + 1)}`,
        `${header.slice(0, at)}"${header.slice(at)}`,
        `${header.slice(0, at)}\r\n ${header.slice(at)}`,
      ];
      for (const rule of ['Contact', 'From', 'Via', 'Request_Response', 'WWW_Authenticate', 'CSeq', 'SIP_URI']) {
        for (const text of broken)
          assert.deepEqual(leanParse(text, rule), Grammar.parse(text, rule), `${rule}: ${text}`);
      }
    }
  }
});

test('the lean grammar has every rule that the bundled parts of SIP.js name', () => {
  const parts = [
    'api/user-agent.js',
    'api/session.js',
    'api/inviter.js',
    'api/invitation.js',
    'api/referral.js',
    'core/messages/parser.js',
    'core/messages/body.js',
    'core/messages/outgoing-response.js',
    'core/dialogs/dialog.js',
    'core/dialogs/session-dialog.js',
    'core/user-agent-core/user-agent-core.js',
    'core/user-agents/user-agent-client.js',
    'core/user-agents/invite-user-agent-client.js',
    'grammar/grammar.js',
  ];
  const names = parts.flatMap((part) => [
    ...[...read(part).matchAll(/Grammar\.parse\([^"()]*"(\w+)"\)/g)].map(([, rule]) => rule),
    ...[...read(part).matchAll(/parseHeader\("([\w-]+)"/g)].map(([, header]) => header.replaceAll('-', '_')),
  ]);
  const known = new Set(START_RULES.map((rule) => rule.toLowerCase()));
  assert.ok(names.length > 20);
  for (const name of names) assert.ok(known.has(name.toLowerCase()), name);
});

test('without its steps, SIP.js still compiles, and warns', () => {
  const code = read('api/session.js');
  const result = withoutSteps(code, parseAst(code));
  parseAst(result);
  assert.doesNotMatch(result, /\.logger\.(log|debug)\(/);
  assert.equal(result.match(/\.logger\.(warn|error)\(/g).length, code.match(/\.logger\.(warn|error)\(/g).length);
});

test('style sheets and markup lose only what means nothing', () => {
  assert.equal(
    denseCss(`
      /* x */
      :host([a]) b:not(.c) > d,
      e :hover { font: 1px/1.5 'A  ; B', c; width: calc(1px + 2px); }
    `).trim(),
    ":host([a]) b:not(.c) > d,e :hover{font:1px/1.5 'A  ; B',c;width:calc(1px + 2px)}",
  );
  assert.equal(denseMarkup('<a\n  b="c"\n>\n  d <i />\n</a>'), '<a b="c" > d <i /> </a>');
});
