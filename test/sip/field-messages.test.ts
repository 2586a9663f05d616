import {expect} from '@open-wc/testing';
import {readMessage} from '../../src/sip/messages/message-parser.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {rawRequest, type RawFields} from './harness/raw-message.js';
import type {SipMessage} from './harness/sip-message.js';
import {stockReading} from './harness/stock-parser.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

/** Requests as real devices send them, and the caller that the phone shows. */
const CALLS: Record<string, [RawFields, object?]> = {
  'From with tel:': [{From: '<tel:+15551234>;tag=x'}, {uri: 'tel:+15551234', user: '+15551234'}],
  'To with tel:': [{To: '<tel:+15551234>'}],
  'Contact with tel:': [{Contact: '<tel:+15551234>'}],
  'a name in UTF-8': [{From: 'José Müller <sip:bob@example.com>;tag=x'}, {name: 'José Müller', user: 'bob'}],
  'a name with brackets': [{From: "O'Neil (x) <sip:bob@example.com>;tag=x"}, {name: "O'Neil (x)"}],
  'a name with @': [{From: 'bob@x <sip:bob@example.com>;tag=x'}, {name: 'bob@x'}],
  'a name with quotes inside': [{From: 'Bob "B" B <sip:bob@example.com>;tag=x'}, {name: 'Bob "B" B'}],
  'a user with #': [{From: '<sip:*72#@example.com>;tag=x'}, {uri: 'sip:*72%23@example.com', user: '*72#'}],
  'a user with a bad %': [{From: '<sip:a%zz@example.com>;tag=x'}, {uri: 'sip:a%25zz@example.com'}],
  'a user in Latin-1': [{From: '<sip:Jos%E9@example.com>;tag=x'}, {uri: 'sip:Jos%E9@example.com'}],
  'a container as Contact': [{Contact: '<sip:bob@5f2a9c1b7e3d:5060>'}],
  'a container in Via': [{Via: 'SIP/2.0/WSS 5f2a9c1b7e3d;branch=z9hG4bKq'}],
  'a container in Record-Route': [{'Record-Route': '<sip:5f2a9c1b7e3d;lr>'}],
  'a host with _': [{Contact: '<sip:bob@my_host:5060>'}],
  'a host whose last label has _': [{Via: 'SIP/2.0/UDP a.my_host;branch=z9hG4bKr'}],
  'a parameter with @': [{Contact: '<sip:bob@192.0.2.9>;foo=bar@x'}],
};

const RESPONSES: Record<string, string> = {
  quotes: 'SIP/2.0 403 Forbidden "x"',
  brackets: 'SIP/2.0 403 Forbidden [x]',
  '#': 'SIP/2.0 403 Forbidden #1',
  '%': 'SIP/2.0 403 100% no',
  'no phrase and no space': 'SIP/2.0 403',
};

/** Makes a response. Without `invite` it answers no request of ours, which is enough for SIP.js's parser. */
function response(startLine: string, invite?: SipMessage, fields: readonly string[] = []): string {
  const echoed = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => [name, invite?.header(name)] as const);
  const lines = invite
    ? echoed.map(([name, value]) => `${name}: ${value ?? ''}${name === 'to' ? ';tag=peer' : ''}`)
    : [
        'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1',
        'From: <sip:a@b.c>',
        'To: <sip:a@b.c>',
        'Call-ID: 1',
        'CSeq: 1 INVITE',
      ];
  return [startLine, ...lines, ...fields, 'Content-Length: 0', '', ''].join('\r\n');
}

const lfOnly = (text: string) => text.replace(/\r/g, '');
const STOCK = new Map([
  ...Object.entries(CALLS).map(([name, [fields]]) => [name, stockReading(rawRequest(fields))] as const),
  ...Object.entries(RESPONSES).map(([name, line]) => [name, stockReading(response(line))] as const),
  ['LF only', stockReading(lfOnly(rawRequest()))],
  ['leading CRLF', stockReading(`\r\n\r\n${rawRequest()}`)],
  ['container in 183', stockReading(response('SIP/2.0 183 X', undefined, ['Contact: <sip:p@5f2a9c1b7e3d:8088>']))],
  [
    'MD5-sess',
    stockReading(
      response('SIP/2.0 401 U', undefined, ['WWW-Authenticate: Digest realm="r", nonce="n", algorithm=MD5-sess']),
    ),
  ],
  ['tel: in the first line', stockReading(rawRequest({}, {uri: 'tel:+1555'}))],
]);

/** Returns the phone's answer to a request, apart from 100. */
async function answerTo(line: PhoneLine, text: string): Promise<SipMessage> {
  const before = line.server.log.length;
  line.server.sockets.at(-1)!.deliver(text);
  const answer = () => line.server.log.slice(before).find(({status}) => status > 100);
  await until(() => Boolean(answer()), 'an answer');
  expect(line.failures).to.deep.equal([]);
  return answer()!;
}

describe('a call from the field', () => {
  for (const [name, [fields, identity]] of Object.entries(CALLS)) {
    it(`rings with ${name}`, async () => {
      if (name !== 'a name with quotes inside') expect(STOCK.get(name), 'SIP.js').to.equal('dropped');
      const line = await PhoneLine.connected();
      const answer = await answerTo(line, rawRequest(fields));
      expect(answer.summary).to.equal('180 INVITE');
      await until(() => line.incoming.length === 1, 'the call');
      if (identity) expect(line.incoming[0]!.session.remoteIdentity).to.include(identity);
    });
  }

  it('rings when lines end with LF, or CRLF comes first', async () => {
    expect([STOCK.get('LF only'), STOCK.get('leading CRLF')]).to.deep.equal(['dropped', 'dropped']);
    const line = await PhoneLine.connected();
    expect((await answerTo(line, lfOnly(rawRequest()))).status).to.equal(180);
    expect((await answerTo(line, `\r\n\r\n${rawRequest()}`)).status).to.equal(180);
  });

  it('is hung up at the address that it came from', async () => {
    const line = await PhoneLine.connected();
    const from = 'José <tel:+15551234>;tag=x';
    const ring = await answerTo(
      line,
      rawRequest({From: from, Contact: '<sip:*72#@5f2a9c1b7e3d;transport=ws>', 'Call-ID': 'c'}),
    );
    expect(ring.header('from')).to.equal(from);
    const {session} = line.incoming[0]!;
    void session.accept({audio: true, video: false});
    const ok = await line.server.next('200 INVITE');
    const ack = {From: from, To: ok.header('to'), 'Call-ID': 'c', CSeq: '1 ACK', Contact: null};
    line.server.sockets.at(-1)!.deliver(rawRequest(ack, {method: 'ACK'}));
    void session.end({status: 480});
    const bye = await line.server.next('BYE');
    expect(bye.startLine).to.equal('BYE sip:*72%23@5f2a9c1b7e3d;transport=ws SIP/2.0');
    expect(bye.header('to')).to.equal('<tel:+15551234>;tag=x');
  });
});

describe('a response from the field', () => {
  for (const [name, startLine] of Object.entries(RESPONSES)) {
    it(`ends the call with ${name} in its phrase`, async () => {
      expect(STOCK.get(name), 'SIP.js').to.equal('dropped');
      const call = await ringing(await PhoneLine.connected());
      call.line.server.sockets.at(-1)!.deliver(response(startLine, call.invite));
      expect((await call.log.end()).code).to.equal(403);
    });
  }

  it('is heard from a container', async () => {
    expect(STOCK.get('container in 183')).to.equal('dropped');
    const call = await ringing(await PhoneLine.connected());
    call.line.server.respond(call.invite, 183, {contact: '<sip:p@5f2a9c1b7e3d:8088>'});
    await call.log.until('ringing 183');
  });

  it('without Contact comes from where the call went', async () => {
    for (const contact of [null, 'nonsense >']) {
      const call = await ringing(await PhoneLine.connected());
      call.line.server.respond(call.invite, 200, {contact, body: await call.far.answer(call.invite.body)});
      const ack = await call.line.server.next('ACK');
      expect(ack.startLine).to.equal('ACK sip:bob@example.com SIP/2.0');
      await call.log.until('established');
    }
  });

  it('with MD5-sess is no longer lost', async () => {
    expect(STOCK.get('MD5-sess')).to.equal('dropped');
    const call = await ringing(await PhoneLine.connected());
    const headers = ['Proxy-Authenticate: Digest realm="r", nonce="n", algorithm=MD5-sess'];
    call.line.server.respond(call.invite, 407, {headers});
    await call.line.server.next('ACK');
  });

  it('without CSeq, of another Via or cut short is dropped, with a line in the log', async () => {
    const call = await ringing(await PhoneLine.connected());
    const text = response('SIP/2.0 403 No', call.invite);
    for (const broken of [
      text.replace(/cseq:.*\r\n/, ''),
      text.replace(/\.invalid;branch/, '.example;branch'),
      text.replace(/(via:.*\r\n)/, '$1$1'),
      text.replace('Content-Length: 0', 'Content-Length: 9'),
      text.replace('403', '703'),
    ]) {
      call.line.server.sockets.at(-1)!.deliver(broken);
    }
    await turn();
    expect(call.log.ends).to.deep.equal([]);
    expect(call.line.logged.filter((entry) => /dropped|not a SIP message/.test(entry))).to.have.length(5);
    expect(call.line.failures).to.deep.equal([]);
  });
});

describe('list B: body type', () => {
  const types = ['Application/SDP', 'application/sdp;charset=utf-8', 'application/sdp ; x="y"'];
  for (const type of types) {
    it(`is a description as ${type}`, async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      const body = await call.far.answer(call.invite.body);
      line.server.sockets.at(-1)!.deliver(answer(call.invite, type, body));
      await call.log.until('established');
    });
  }

  const packed = (kind: string, parts: string) =>
    [`multipart/${kind};boundary="b 1"`, `preamble\r\n${parts}--b 1--\r\nepilogue`] as const;
  const part = (type: string, body: string) => `--b 1\r\nContent-Type: ${type}\r\nContent-ID: <x>\r\n\r\n${body}\r\n`;

  it('is a description in multipart/mixed and multipart/alternative', async () => {
    for (const [kind, parts] of [
      ['mixed', (sdp: string) => part('text/plain', 'x') + part('Application/SDP', sdp)],
      ['alternative', (sdp: string) => part('application/sdp', 'v=0\r\n') + part('application/sdp', sdp)],
      [
        'mixed',
        (sdp: string) =>
          part('multipart/signed; boundary=c', `--c\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--c--`),
      ],
    ] as const) {
      const call = await ringing(await PhoneLine.connected());
      const [type, body] = packed(kind, parts(await call.far.answer(call.invite.body)));
      call.line.server.sockets.at(-1)!.deliver(answer(call.invite, type, body));
      await call.log.until('established');
    }
  });

  it('ends where Content-Length says, in bytes', () => {
    const text = rawRequest({'Content-Length': '4'}, {body: 'aü\r\nx'});
    expect(readMessage(text)?.message.body).to.equal('aü\r');
    expect(readMessage(rawRequest({'Content-Length': null}, {body: 'aü'}))?.message.body).to.equal('aü');
  });

  function answer(invite: SipMessage, type: string, body: string): string {
    const length = `Content-Length: ${String(new TextEncoder().encode(body).length)}`;
    const fields = ['Contact: <sip:bob@peer.invalid>', `Content-Type: ${type}`];
    return response('SIP/2.0 200 OK', invite, fields).replace('Content-Length: 0', length) + body;
  }
});

describe('a request that is no good', () => {
  const refused: Record<string, [string, string]> = {
    'tel: in the first line': [rawRequest({}, {uri: 'tel:+1555'}), '416 Unsupported URI Scheme'],
    'no URI in the first line': [rawRequest({}, {uri: 'alice'}), '400 Bad Request-URI'],
    'another version': [rawRequest().replace('SIP/2.0', 'SIP/7.0'), '505 Version Not Supported'],
    'no From': [rawRequest({From: null}), '400 Missing From'],
    'a From that is none': [rawRequest({From: 'x y'}), '400 Bad From'],
    'two To': [rawRequest({To: ['<sip:alice@example.com>', '<sip:a@b.c>']}), '400 More Than One To'],
    'a bad CSeq': [rawRequest({CSeq: 'x INVITE'}), '400 Bad CSeq'],
    'a CSeq that is too large': [rawRequest({CSeq: '8589934592 INVITE'}), '400 Bad CSeq'],
    'the CSeq of another method': [rawRequest({CSeq: '1 BYE'}), '400 CSeq Names Another Method'],
    'a line that is no header field': [rawRequest({'Subject x': ''}), '400 Bad Header Field'],
    'a body that is cut short': [rawRequest({'Content-Length': '9'}), '400 Body Shorter Than Content-Length'],
    'a negative length': [rawRequest({'Content-Length': '-9'}), '400 Bad Content-Length'],
    'an unknown extension': [rawRequest({Require: 'Timer, foo, 100REL'}), '420 Bad Extension'],
    'a body of unknown type': [rawRequest({'Content-Type': 'x/y'}, {body: 'z'}), '415 Unsupported Media Type'],
    'a compressed body': [
      rawRequest({'Content-Type': 'application/sdp', e: 'gzip'}, {body: 'z'}),
      '415 Unsupported Media Type',
    ],
    'PRACK outside of a call': [
      rawRequest({RAck: '1 1 INVITE'}, {method: 'PRACK'}),
      '481 Call/Transaction Does Not Exist',
    ],
    'too much of everything': [rawRequest({Subject: 'x'.repeat(300_000)}), '513 Message Too Large'],
  };

  for (const [name, [text, status]] of Object.entries(refused)) {
    it(`gets ${status} for ${name}`, async () => {
      const line = await PhoneLine.connected();
      const answer = await answerTo(line, text);
      expect(answer.startLine).to.equal(`SIP/2.0 ${status}`);
      expect(answer.header('via')).to.match(/^SIP\/\S+ peer\.invalid;branch=z9hG4bKraw/);
      if (answer.header('to')) expect(answer.tag('to')).not.to.equal('');
      expect(line.incoming).to.deep.equal([]);
    });
  }

  it('is told what is not understood, and what would be', async () => {
    const line = await PhoneLine.connected();
    expect((await answerTo(line, refused['an unknown extension']![0])).header('unsupported')).to.equal('foo');
    expect((await answerTo(line, refused['a body of unknown type']![0])).header('accept')).to.equal('application/sdp');
  });

  it('gets nothing if it is an ACK, or if nobody knows where to; an ACK may require what it likes', async () => {
    const line = await PhoneLine.connected();
    const quiet = [{From: 'x y'}, {Require: 'foo'}].map((fields) => rawRequest(fields, {method: 'ACK'}));
    for (const text of [
      ...quiet,
      rawRequest({Via: null}),
      'GET / HTTP/1.1\r\n\r\n',
      '\u0000\u0001',
      '\r\n\r\n',
      '\r\n',
    ]) {
      line.server.sockets.at(-1)!.deliver(text);
    }
    await turn();
    expect(line.server.log).to.deep.equal([]);
    expect(line.failures).to.deep.equal([]);
  });

  it('is what made SIP.js throw', () => {
    expect(STOCK.get('tel: in the first line')).to.equal('read'); // It throws one step later, without an address.
  });
});

describe('header fields with one letter', () => {
  it('are those of IANA', () => {
    const short: Record<string, string> = {
      ...{a: 'accept-contact', b: 'referred-by', c: 'content-type', d: 'request-disposition', e: 'content-encoding'},
      ...{f: 'from', i: 'call-id', j: 'reject-contact', k: 'supported', l: 'content-length', m: 'contact'},
      ...{n: 'identity-info', o: 'event', r: 'refer-to', s: 'subject', t: 'to', u: 'allow-events', v: 'via'},
      ...{x: 'session-expires', y: 'identity'},
    };
    for (const [letter, name] of Object.entries(short)) {
      const {message} = readMessage(`BYE sip:a@b.c SIP/2.0\r\n${letter.toUpperCase()} : <sip:x@y.z>\r\n\r\n`)!;
      expect(message.getHeader(name), letter).to.equal('<sip:x@y.z>');
    }
  });

  it('make a call, and a NOTIFY that is understood', async () => {
    const line = await PhoneLine.connected();
    const call = rawRequest().replace('From', 'f').replace('To:', 't:').replace('Call-ID', 'i').replace('Contact', 'm');
    expect((await answerTo(line, call.replace('Via', 'v').replace('Content-Length', 'l'))).status).to.equal(180);
    const notify = rawRequest({o: 'message-summary', 'Subscription-State': 'active'}, {method: 'NOTIFY'});
    expect((await answerTo(line, notify)).status).to.equal(200);
  });

  it('say what the far end supports, in any case and line', async () => {
    const line = await PhoneLine.connected();
    line.server.sockets.at(-1)!.deliver(rawRequest({k: ['timer', '100REL']}));
    await line.server.next('180 INVITE');
    expect(readMessage(rawRequest({k: ['timer', '100REL']}))?.message.getHeader('supported')).to.equal('timer, 100rel');
  });
});

describe('a request that comes again', () => {
  it('is another one if it has another sent-by or method, whatever the branch', async () => {
    const line = await PhoneLine.connected();
    for (const host of ['a.invalid', 'b.invalid']) {
      const fields = {Via: `SIP/2.0/WS ${host};branch=z9hG4bKsame`};
      expect((await answerTo(line, rawRequest(fields))).status).to.equal(180);
    }
    const options = rawRequest({Via: 'SIP/2.0/WS a.invalid;branch=z9hG4bKsame'}, {method: 'OPTIONS'});
    expect((await answerTo(line, options)).summary).to.equal('200 OPTIONS');
  });

  it('without a branch is told apart by its Call-ID', async () => {
    const line = await PhoneLine.connected();
    const old = {Via: 'SIP/2.0/UDP old.example', 'Call-ID': 'one'};
    expect((await answerTo(line, rawRequest(old))).status).to.equal(180);
    expect((await answerTo(line, rawRequest({...old, 'Call-ID': 'two'}))).status).to.equal(180);
    expect(line.incoming).to.have.length(2);
    const cancel = rawRequest({...old, CSeq: '1 CANCEL'}, {method: 'CANCEL'});
    line.server.sockets.at(-1)!.deliver(cancel);
    expect((await line.server.next('487 INVITE')).header('call-id')).to.equal('one');
  });
});

it('a reliable provisional response is acknowledged, however 100rel is written', async () => {
  const line = await PhoneLine.connected();
  const call = await ringing(line);
  line.server.respond(call.invite, 180, {headers: ['Require: 100REL', 'RSeq: 7']});
  const prack = await line.server.next('PRACK');
  expect(prack.header('rack')).to.equal(`7 ${call.invite.header('cseq')}`);
});

it('a call still works after all that', async () => {
  const line = await PhoneLine.connected();
  for (const [fields] of Object.values(CALLS)) line.server.sockets.at(-1)!.deliver(rawRequest(fields));
  const call = await answered(line);
  expect(call.log.events).to.include('established');
});
