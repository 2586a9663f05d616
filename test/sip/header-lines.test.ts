// A text that becomes a header line, or a part of one, stays within its line: RFC 3261 sections 7.3.1 and 25.1.
import {expect} from '@open-wc/testing';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {failure} from './harness/failure.js';
import {BREAKS, expectLines} from './harness/one-line.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {rawRequest} from './harness/raw-message.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const sent = ({server}: PhoneLine) => server.log.map(({text}) => text);

describe('a media type', () => {
  const bad = [
    'text/plain\r\n\r\n;x',
    'text/plain\r\nX-Evil: 1',
    'text/plain;\r\n x=1',
    'text /plain',
    ' text/plain',
    'text/',
    'text/plain, text/html',
    'text/plain;a=\ud83d',
    ...BREAKS.flatMap(([, text]) => [`text/plain${text}`, `text/plain;a="${text}X-Evil: 1"`, `text/${text}plain`]),
  ];

  it('is refused if it is none, with a message that says what to write, and nothing is sent', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    const before = line.server.log.length;
    for (const contentType of bad) {
      for (const asked of [
        session.request('INFO', {body: 'a', contentType}),
        session.request('MESSAGE', {body: 'a', contentType}),
        line.engine.request('MESSAGE', 'sip:bob@example.com', {body: 'a', contentType}),
      ]) {
        const error = await failure(asked);
        expect(error.code, JSON.stringify(contentType)).to.equal('invalid-argument');
        expect(error.message)
          .to.match(/media type.*text\/plain/)
          .and.not.match(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }
    }
    expect(line.server.log.length).to.equal(before);
  });

  it('may have parameters, quoted ones too, and every character of a token', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    for (const contentType of [
      'text/plain;charset=utf-8',
      'text/plain ; charset="utf-8"',
      'multipart/mixed;boundary="a; b\\" ü"',
      'application/vnd.example+json',
      "application/x!%*_`'~.1",
    ]) {
      const asked = session.request('INFO', {body: 'a', contentType});
      const info = await line.server.next('INFO');
      expect(info.header('content-type')).to.equal(contentType);
      line.server.respond(info, 200);
      await asked;
    }
  });
});

describe('what the page gives', () => {
  for (const [name, text] of BREAKS) {
    const evil = `a${text}X-Evil: 1`;

    it(`stays within its line in requests: ${name}`, async () => {
      const line = await PhoneLine.connected({displayName: evil});
      const headers = {'X-Key': evil};
      const {session, log} = line.dial('sip:bob@example.com', undefined, {
        headers,
        caller: {name: evil, uri: 'sip:alice@example.com', anonymous: false},
      });
      await session.invite();
      const invite = await line.server.next('INVITE');
      expect(invite.header('x-key')).to.equal('a X-Evil: 1');
      expect(invite.header('from')).to.contain('"a X-Evil: 1" <sip:alice@example.com>');
      line.server.respond(invite, 200, {body: await line.farEnd().answer(invite.body)});
      await log.until('established');
      const info = session.request('INFO', {headers, body: evil});
      line.server.respond(await line.server.next('INFO'), 200);
      await info;
      const message = line.engine.request('MESSAGE', 'sip:bob@example.com', {headers, body: evil});
      line.server.respond(await line.server.next('MESSAGE'), 200);
      await message;
      void session.transfer({target: 'sip:carol@example.com', headers, news: () => undefined}).catch(() => undefined);
      await line.server.next('REFER');
      void session.end({status: 487, headers, cause: 200, reason: evil});
      expect((await line.server.next('BYE')).header('reason')).to.equal('SIP;cause=200;text="a X-Evil: 1"');
      sent(line).forEach(expectLines);
    });

    it(`stays within its line in responses: ${name}`, async () => {
      const line = await PhoneLine.connected();
      const headers = {'X-Key': evil};
      const {session} = await called(line);
      await session.progress({code: 181, headers});
      void session.end({status: 486, reason: evil, headers});
      expect((await line.server.next('486 INVITE')).startLine).to.equal('SIP/2.0 486 a X-Evil: 1');
      const second = await called(line);
      void second.session.end({status: 302, reason: evil, headers, targets: ['sip:carol@example.com']});
      await line.server.next('302 INVITE');
      sent(line).forEach(expectLines);
    });

    it(`stays within its line if nobody has looked at it before: ${name}`, async () => {
      const line = await PhoneLine.connected();
      const {session} = await answered(line);
      const {userAgentCore: core} = session.native as SessionDialog;
      const {aor: uri} = core.configuration;
      const message = core.makeOutgoingRequestMessage('OPTIONS', uri, uri, uri, {}, [`X-Key: ${evil}`, evil], {
        contentDisposition: 'render',
        contentType: `text/plain;a=${evil}`,
        content: evil,
      });
      message.setHeader('alert-info', `<urn:a>;x="${evil}"`);
      message.extraHeaders.push('\r\n');
      message.extraHeaders.push(`Subject: ${evil}`);
      core.request(message);
      const options = await line.server.next('OPTIONS');
      expect(options.body).to.equal(evil);
      expect(options.header('content-length')).to.equal(String(new TextEncoder().encode(evil).length));
      expect(options.header('alert-info')).to.equal('<urn:a>;x="a X-Evil: 1"');
      await called(line);
      const server = [...core.userAgentServers.values()].at(-1)!;
      server.reject({
        statusCode: 486,
        reasonPhrase: evil,
        extraHeaders: [`X-Key: ${evil}`],
        body: {contentDisposition: 'render', content: evil, contentType: `text/plain;a=${evil}`},
      });
      const refusal = await line.server.next('486 INVITE');
      expect(refusal.body).to.equal(evil);
      expect(refusal.header('x-key')).to.equal('a X-Evil: 1');
      // This line has no valid name, so the check does not allow it. All other lines must pass.
      for (const text of sent(line)) expectLines(text.replace('\r\na X-Evil: 1\r\n', '\r\n'));
    });

    it(`is no address of our own: ${name}`, async () => {
      const open = PhoneLine.open({uri: `sip:alice@example.com${text}`.replace(/\s+$/, '\0')});
      expect((await failure(open)).code).to.equal('invalid-argument');
    });
  }
});

/** Requests that different parts of the phone answer: SIP.js, our own refusals, a session. */
const ANSWERED: readonly (readonly [what: string, method: string, fields: Readonly<Record<string, string>>])[] = [
  ['an INVITE', 'INVITE', {}],
  ['an INVITE that requires too much', 'INVITE', {Require: 'foo\rX-Evil: 1, bar\0'}],
  ['an OPTIONS', 'OPTIONS', {}],
  ['a MESSAGE', 'MESSAGE', {}],
  ['a NOTIFY', 'NOTIFY', {Event: 'presence'}],
  ['a PRACK without a dialog', 'PRACK', {RAck: '1 1 INVITE'}],
  ['a BYE without a dialog', 'BYE', {To: '<sip:alice@example.com>;tag=ours'}],
  ['a CANCEL of nothing', 'CANCEL', {}],
  ['a method that nobody knows', 'FOO', {}],
];

/** The header fields that a response repeats (RFC 3261 section 8.2.6.2), with a place for the attack. */
const ECHOED: Readonly<Record<string, (text: string, method: string) => string>> = {
  Via: (text) => `SIP/2.0/WS peer.invalid;branch=z9hG4bKecho;x=1${text}X-Evil: 1`,
  'Via, its branch': (text) => `SIP/2.0/WS peer.invalid;branch=z9hG4bK${text}X-Evil: 1`,
  From: (text) => `"Bob${text}X-Evil: 1" <sip:bob@example.com>;tag=far`,
  'From, its tag': (text) => `<sip:bob@example.com>;tag=far${text}X-Evil: 1`,
  'From, its address': (text) => `<sip:bob${text}@example.com>;tag=far`,
  To: (text) => `"Alice${text}X-Evil: 1" <sip:alice@example.com>`,
  'Call-ID': (text) => `echo${text}X-Evil: 1`,
  CSeq: (text, method) => `1${text}${method}`,
  'CSeq, its method': (text, method) => `1 ${method}${text}X-Evil: 1`,
};

describe('what a response repeats', () => {
  const lone = BREAKS.filter(([, text]) => !text.includes('\n'));
  // Lines may end with LF alone: then what follows is a line of its own, or folded into this one.
  const breaks = [...lone, ['a folded CR LF', '\r\n '] as const, ['a folded LF', '\n\t'] as const];

  for (const [what, method, fields] of ANSWERED) {
    it(`has no controls: ${what}`, async () => {
      const line = await PhoneLine.connected({unattended: true});
      for (const [place, value] of Object.entries(ECHOED)) {
        const [name = ''] = place.split(',');
        for (const [control, text] of breaks) {
          const before = line.server.log.length;
          const raw = rawRequest({...fields, [name]: value(text, method)}, {method});
          line.server.sockets.at(-1)!.deliver(raw);
          await until(() => line.server.log.length > before, `an answer: ${place}, ${control}`);
        }
      }
      await turn();
      sent(line).forEach(expectLines);
      expect(line.failures).to.deep.equal([]);
    });
  }

  it('has no controls where the start line has', async () => {
    const line = await PhoneLine.connected();
    for (const [, text] of lone) {
      const before = line.server.log.length;
      line.server.sockets.at(-1)!.deliver(rawRequest({}, {uri: `sip:alice${text}@example.com`}));
      await until(() => line.server.log.length > before, 'an answer');
    }
    sent(line).forEach(expectLines);
  });
});

describe('what a far end puts into our later requests', () => {
  for (const [name, text] of BREAKS.filter(([, each]) => !each.includes('\n'))) {
    const evil = `${text}X-Evil: 1`;

    it(`stays within its line where we call: ${name}`, async () => {
      const line = await PhoneLine.connected();
      const {invite, far, session, log} = await ringing(line);
      line.server.respond(invite, 200, {
        tag: `peer${evil}`,
        contact: `"x${evil}" <sip:bob${text}@peer.invalid;transport=ws>`,
        headers: [`Record-Route: <sip:proxy.example.com;lr;x=${text}1>;y="${evil}"`],
        body: await far.answer(invite.body),
      });
      await log.until('established');
      void session.end({status: 487});
      await line.server.next('BYE');
      sent(line).forEach(expectLines);
    });

    it(`stays within its line where we are called: ${name}`, async () => {
      const line = await PhoneLine.connected();
      const {session} = await called(line, {
        from: `"Bob${evil}" <sip:bob@example.com>;x=1${evil}`,
        headers: [`Record-Route: <sip:proxy.example.com;lr>;y=1${evil}`],
      });
      await session.accept({audio: true, video: false});
      void session.end({status: 487});
      sent(line).forEach(expectLines);
    });

    it(`stays within its line in the ACK to a refusal: ${name}`, async () => {
      const line = await PhoneLine.connected();
      const {invite} = await ringing(line);
      line.server.respond(invite, 486, {tag: `peer${evil}`});
      await line.server.next('ACK');
      sent(line).forEach(expectLines);
    });
  }
});
