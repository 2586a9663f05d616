import {expect} from '@open-wc/testing';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {rawRequest} from './harness/raw-message.js';
import {until} from './harness/until.js';

afterEach(closeLines);

const ADDRESSES = [
  ...['sip:10.0.0.1:5060;transport=ws', 'sip:9147@example.com;gr=urn:uuid:1', 'sip:bob@example.com', 'sips:alice@a.b'],
  ...['sips:x.y', 'tel:+1555', 'urn:service:sos', 'sip:alice@example.com?subject=x'],
];

/** Delivers a request in the dialog of a call of ours, addressed to somebody. */
function deliver({line, invite}: OutboundCall, uri: string, method: string, cseq: number, body = ''): void {
  const fields = {
    From: `${invite.header('to')};tag=peer`,
    To: invite.header('from'),
    'Call-ID': invite.header('call-id'),
    CSeq: `${String(cseq)} ${method}`,
    ...(body && {'Content-Type': method === 'INFO' ? 'application/dtmf-relay' : 'application/sdp'}),
  };
  line.server.sockets.at(-1)!.deliver(rawRequest(fields, {method, uri, body}));
}

describe('a request inside a dialog is found by Call-ID and tags (RFC 3261 section 12.2.2)', () => {
  for (const uri of ADDRESSES) {
    it(`addressed to ${uri}: INFO, OPTIONS, UPDATE, re-INVITE and its ACK, and BYE`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      deliver(call, uri, 'INFO', 1, 'Signal=5\r\n');
      await line.server.next('200 INFO');
      deliver(call, uri, 'OPTIONS', 2);
      await line.server.next('200 OPTIONS');
      deliver(call, uri, 'UPDATE', 3);
      await line.server.next('200 UPDATE');
      deliver(call, uri, 'INVITE', 4, await call.far.offer());
      await line.server.next('200 INVITE');
      deliver(call, uri, 'ACK', 4);
      deliver(call, uri, 'BYE', 5);
      await line.server.next('200 BYE');
      expect((await call.log.end()).by).to.equal('remote');
      expect(line.failures).to.deep.equal([]);
    });

    it(`addressed to ${uri}: the ACK to our answer`, async () => {
      const line = await PhoneLine.connected();
      const {session, log, callId, far} = await called(line);
      void session.accept({audio: true, video: false});
      const ok = await line.server.next('200 INVITE');
      await far.take(ok.body);
      const fields = {'Call-ID': callId, To: ok.header('to'), CSeq: '1 ACK'};
      line.server.sockets.at(-1)!.deliver(rawRequest(fields, {method: 'ACK', uri}));
      await log.until('established');
      void session.end({status: 480});
      // Without the ACK there would be no BYE (RFC 3261 section 15).
      await line.server.next('BYE');
    });

    it(`addressed to ${uri}: CANCEL, by its transaction (section 9.2)`, async () => {
      const line = await PhoneLine.connected();
      const invite = {'Call-ID': 'gone', Via: 'SIP/2.0/WS peer.invalid;branch=z9hG4bKgone'};
      line.server.sockets.at(-1)!.deliver(rawRequest(invite));
      await line.server.next('180 INVITE');
      const cancel = {...invite, CSeq: '1 CANCEL'};
      line.server.sockets.at(-1)!.deliver(rawRequest(cancel, {method: 'CANCEL', uri}));
      await line.server.next('200 CANCEL');
      await line.server.next('487 INVITE');
      expect((await line.incoming[0]!.log!.end()).by).to.equal('remote');
    });
  }

  it('and 481 says that there is no such dialog', async () => {
    const line = await PhoneLine.connected();
    const fields = {To: '<sip:alice@example.com>;tag=none'};
    line.server.sockets.at(-1)!.deliver(rawRequest(fields, {method: 'BYE', uri: 'sip:x.y'}));
    await line.server.next('481 BYE');
  });
});

describe('a request outside a dialog (RFC 3261 sections 8.2.2.1 and 26.3.1)', () => {
  const answers: Record<string, [string, string][]> = {
    'sips:alice@example.com': [
      ['INVITE', '180'],
      ['OPTIONS', '200'],
    ],
    'SIPS:alice@example.com;transport=ws': [['INVITE', '180']],
    'sips:bob@example.com': [['INVITE', '404']],
    'sip:bob@example.com': [['INVITE', '404']],
    'tel:+1555': [['INVITE', '416']],
  };
  for (const [uri, expected] of Object.entries(answers)) {
    for (const [method, status] of expected) {
      it(`${method} ${uri}: ${status}`, async () => {
        const line = await PhoneLine.connected();
        line.server.sockets.at(-1)!.deliver(rawRequest({}, {method, uri}));
        await line.server.next(`${status} ${method}`);
        expect(line.failures).to.deep.equal([]);
      });
    }
  }
});

/** What a server may write instead of our To, and the tag of whoever answers, if one can be read. */
const TARGETS: Record<string, string> = {
  '<sip:bob@>;tag=x': 'x',
  '"bob";tag=x': 'x',
  'bob;x=y;tag = x': 'x',
  '<sip:bob@example.com;tag=x': '',
  '"bob;tag=x': '',
  '': '',
};

function response(request: SipMessage, status: number, to: string, change = (via: string) => via, body = ''): string {
  const length = String(new TextEncoder().encode(body).length);
  return [
    `SIP/2.0 ${String(status)} Phrase`,
    `Via: ${change(request.header('via'))}`,
    ...(to ? [`To: ${to}`] : []),
    ...['From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name)}`),
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${length}`,
    '',
    body,
  ].join('\r\n');
}

describe('a response is found by Via and CSeq, whatever To is (RFC 3261 section 17.1.3)', () => {
  for (const [to, tag] of Object.entries(TARGETS)) {
    it(`a refusal with To: ${to || 'missing'}`, async () => {
      const call = await ringing(await PhoneLine.connected());
      call.line.server.respond(call.invite, 180);
      await call.log.until('ringing 180');
      call.line.server.sockets.at(-1)!.deliver(response(call.invite, 486, to));
      await call.line.server.next('ACK');
      expect((await call.log.end()).code).to.equal(486);
      expect(call.line.failures).to.deep.equal([]);
    });

    it(`ringing, an answer and the 200 to our BYE with To: ${to || 'missing'}`, async () => {
      const call = await ringing(await PhoneLine.connected());
      const {server} = call.line;
      server.sockets.at(-1)!.deliver(response(call.invite, 180, to));
      await call.log.until('ringing 180');
      const body = await call.far.answer(call.invite.body);
      server.sockets.at(-1)!.deliver(response(call.invite, 200, to, undefined, body));
      const ack = await server.next('ACK');
      expect(ack.tag('to')).to.equal(tag);
      await call.log.until('established');
      const ended = call.session.end({status: 480});
      server.sockets.at(-1)!.deliver(response(await server.next('BYE'), 200, to));
      await ended;
      expect(call.line.failures).to.deep.equal([]);
    });
  }

  it('in whatever case it writes our host (section 19.1.4)', async () => {
    for (const change of [
      (via: string) => via.replace(/ (\S+);branch/, (_, host: string) => ` ${host.toUpperCase()};branch`),
      (via: string) => via.replace(/ (\S+);branch/, ' $1;;branch'),
    ]) {
      const call = await ringing(await PhoneLine.connected());
      call.line.server.sockets.at(-1)!.deliver(response(call.invite, 486, '<sip:bob@example.com>;tag=x', change));
      expect((await call.log.end()).code).to.equal(486);
    }
  });

  it('but not in that of another method', async () => {
    const call = await ringing(await PhoneLine.connected());
    call.line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    void call.session.end({status: 480});
    const cancel = await call.line.server.next('CANCEL');
    call.line.server.sockets.at(-1)!.deliver(response(cancel, 481, ''));
    call.line.server.sockets.at(-1)!.deliver(response(call.invite, 487, ''));
    await until(() => call.line.server.summaries().includes('ACK'), 'the ACK');
  });
});
