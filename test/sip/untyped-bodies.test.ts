import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing, type InboundCall} from './harness/phone-line.js';
import {unique} from './harness/scripted-server.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

type Dialect = (message: string) => string;

const AUDIO = {audio: true, video: false};

/** Replaces the header fields with the type and length of the body. */
function fields(type: string | null, length: string | null = 'Content-Length: $1', more = ''): Dialect {
  return (message) =>
    message
      .replace(/^Content-Type: .*\r\n/m, type === null ? more : `${type}\r\n${more}`)
      .replace(/^Content-Length: (.*)\r\n/m, length === null ? '' : `${length}\r\n`);
}

const lfOnly: Dialect = (message) => {
  const [head = '', ...body] = message.split('\r\n\r\n');
  return `${head.replaceAll('\r\n', '\n')}\n\n${body.join('\r\n\r\n')}`;
};

/** Ways in which devices send a session description without its proper type. */
const DESCRIPTIONS: Record<string, Dialect> = {
  'without Content-Type': fields(null),
  'with an empty Content-Type': fields('Content-Type:'),
  'with an empty short one': fields('c: '),
  'with a Content-Type that is none': fields('Content-Type: garbage'),
  'with parameters of no type': fields('Content-Type: ;charset=utf-8'),
  'with a Content-Type in quotes': fields('Content-Type: "application/sdp"'),
  'with a folded one': fields('Content-Type:\r\n application/sdp'),
  'without type and length': fields(null, null),
  'without type and length, lines ending with LF': (message) => lfOnly(fields(null, null)(message)),
  'without type and length, and a line end behind it': (message) => `${fields(null, null)(message)}\r\n`,
  'without type and length, and a line end before it': (message) =>
    fields(null, null)(message).replace('\r\n\r\n', '\r\n\r\n\r\n'),
  'with an empty Content-Disposition': fields('Content-Type: application/sdp', undefined, 'Content-Disposition:\r\n'),
  'without type, with a Content-Disposition': fields(null, undefined, 'Content-Disposition: session\r\n'),
};

/** Bodies that are empty or useless. */
const NOTHING: Record<string, Dialect> = {
  'one more line end, without length': (message) =>
    `${withBody(message, '')}\r\n`.replace(/Content-Length: .*\r\n/, ''),
  'one more LF, all lines ending with LF': (message) =>
    `${lfOnly(withBody(message, '').replace(/Content-Length: .*\r\n/, ''))}\n`,
  'a type, and one more line end': (message) =>
    `${withBody(message, '', 'application/sdp')}\r\n`.replace(/Content-Length: .*\r\n/, ''),
  'a type, and nothing': (message) => withBody(message, '', 'application/sdp'),
  'a line end that is counted': (message) => withBody(message, '\r\n'),
  'blanks that are said to be a description': (message) => withBody(message, ' \r\n\t\r\n', 'application/sdp'),
  'a text without type': (message) => withBody(message, 'hello'),
  'a text of an empty type': (message) => withBody(message, 'hello', ''),
  'a text of no type': (message) => withBody(message, 'hello', ';'),
  'a description that is for something else': (message) =>
    message.replace(/^Content-Type: /m, 'Content-Disposition: whatever\r\nContent-Type: '),
};

function withBody(message: string, body: string, type?: string): string {
  const [head = ''] = message.split('\r\n\r\n');
  const lines = head.split('\r\n').filter((line) => !/^Content-(Type|Length):/.test(line));
  if (type !== undefined) lines.push(`Content-Type: ${type}`);
  return [...lines, `Content-Length: ${String(body.length)}`, '', body].join('\r\n');
}

/** From now on messages arrive in this dialect; returns a function that ends that. */
function speak({server}: PhoneLine, dialect: Dialect): () => void {
  const socket = server.sockets.at(-1)!;
  const deliver = socket.deliver.bind(socket);
  socket.deliver = (frame) => {
    deliver(dialect(frame as string));
  };
  return () => {
    socket.deliver = deliver;
  };
}

/** Somebody calls without an offer; `take` answers ours. */
async function calledForOffer(line: PhoneLine, headers: readonly string[] = []): Promise<InboundCall> {
  const far = line.farEnd();
  const [callId, branch] = [unique('late'), unique('z9hG4bK')];
  const from = '<sip:bob@example.com>;tag=far';
  line.server.request('INVITE', {callId, branch, from, to: '<sip:alice@example.com>', cseq: 1, headers});
  const ring = await line.server.next('180 INVITE');
  await until(() => line.incoming.length > 0, 'an incoming session');
  const {session, log} = line.incoming.at(-1)!;
  const to = `<sip:alice@example.com>;tag=${ring.tag('to')}`;
  return {
    ...{line, session, log: log!, far, callId, branch},
    request: (method, cseq, body = '', extra = []) => {
      line.server.request(method, {callId, from, to, cseq, body, headers: extra});
    },
  };
}

/** Expects that media flow and no exception was thrown. */
async function sounds({line, log}: Pick<InboundCall, 'line' | 'log'>): Promise<void> {
  await log.until('established');
  await until(() => log.media?.phase === 'flowing', 'media to flow');
  expect(log.ends).to.deep.equal([]);
  expect(line.failures).to.deep.equal([]);
}

for (const [name, dialect] of Object.entries(DESCRIPTIONS)) {
  describe(`a description ${name} is one`, () => {
    it('in the answer to our INVITE', async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      speak(line, dialect);
      line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
      await line.server.next('ACK');
      await sounds(call);
    });

    it('in early media, and their PRACK is sent', async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      const body = await call.far.answer(call.invite.body);
      speak(line, dialect);
      line.server.respond(call.invite, 183, {body, headers: ['Require: 100rel', 'RSeq: 1']});
      const prack = await line.server.next('PRACK');
      line.server.respond(prack, 200, {body});
      await call.log.until('early');
      line.server.respond(call.invite, 200, {body});
      await sounds(call);
    });

    it('in an INVITE, a re-INVITE and an UPDATE', async () => {
      const line = await PhoneLine.connected();
      const far = line.farEnd();
      speak(line, dialect);
      const call = await called(line, {body: await far.offer()});
      const accepted = call.session.accept(AUDIO);
      await far.take((await line.server.next('200 INVITE')).body);
      call.request('ACK', 1);
      await accepted;
      await sounds(call);
      call.request('INVITE', 2, await far.offer());
      const again = await line.server.next('200 INVITE');
      expect(again.body).to.contain('m=audio');
      await far.take(again.body);
      call.request('ACK', 2);
      await turn();
      call.request('UPDATE', 3, await far.offer());
      expect((await line.server.next('200 UPDATE')).body).to.contain('m=audio');
      await sounds(call);
    });

    it('in the ACK that answers our offer', async () => {
      const line = await PhoneLine.connected();
      const call = await calledForOffer(line);
      const accepted = call.session.accept(AUDIO);
      const ok = await line.server.next('200 INVITE');
      const body = await call.far.answer(ok.body);
      speak(line, dialect);
      call.request('ACK', 1, body);
      await accepted;
      await sounds(call);
    });

    it('in the PRACK that answers our offer', async () => {
      const line = await PhoneLine.connected();
      const call = await calledForOffer(line, ['Supported: 100rel']);
      const playing = call.session.progress({code: 183, media: AUDIO});
      const early = await line.server.next('183 INVITE');
      const body = await call.far.answer(early.body);
      const back = speak(line, dialect);
      call.request('PRACK', 2, body, [`RAck: ${early.header('rseq')} 1 INVITE`]);
      await line.server.next('200 PRACK');
      await playing;
      back();
      const accepted = call.session.accept(AUDIO);
      await line.server.next('200 INVITE');
      call.request('ACK', 1);
      await accepted;
      await sounds(call);
    });

    it('in the answer to a hold of ours', async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const held = call.session.setHeld(true);
      const invite = await line.server.next('INVITE');
      speak(line, dialect);
      line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
      await line.server.next('ACK');
      await held;
      expect(line.failures).to.deep.equal([]);
    });
  });
}

for (const [name, dialect] of Object.entries(NOTHING)) {
  const other = name === 'a description that is for something else';

  describe(`a body that is ${name}`, () => {
    it('in a provisional response is heard as one without', async () => {
      for (const status of [180, 183]) {
        const line = await PhoneLine.connected();
        const call = await ringing(line);
        const body = await call.far.answer(call.invite.body);
        const back = speak(line, dialect);
        line.server.respond(call.invite, status, {body});
        await call.log.until(`ringing ${String(status)}`);
        back();
        line.server.respond(call.invite, 200, {body});
        await sounds(call);
        expect(line.server.count('INVITE')).to.equal(1);
      }
    });

    it('in the answer to our INVITE: ACK and BYE, and the call ends', async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      speak(line, dialect);
      line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
      await line.server.next('ACK');
      await line.server.next('BYE');
      expect(await call.log.end()).to.include({by: 'system', cause: 'bad-session-description', failed: true});
      expect(line.media.liveTracks).to.equal(0);
      expect(line.failures).to.deep.equal([]);
    });

    it('in the ACK that should answer our offer: BYE, and the call ends', async () => {
      const line = await PhoneLine.connected();
      const call = await calledForOffer(line);
      call.session.accept(AUDIO).catch(() => undefined); // The call ends during the answer.
      const ok = await line.server.next('200 INVITE');
      const body = await call.far.answer(ok.body);
      speak(line, dialect);
      call.request('ACK', 1, body);
      await line.server.next('BYE');
      expect(await call.log.end()).to.include({by: 'system', cause: 'bad-session-description', failed: true});
      expect(line.media.liveTracks).to.equal(0);
      expect(line.failures).to.deep.equal([]);
    });

    it('in the answer to a hold: it is refused, and the call goes on', async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const held = failure(call.session.setHeld(true));
      const invite = await line.server.next('INVITE');
      const back = speak(line, dialect);
      line.server.respond(invite, 200, {body: call.invite.body});
      await line.server.next('ACK');
      expect(await held).to.include({code: 'renegotiation-refused'});
      back();
      const again = call.session.setHeld(true);
      const second = await line.server.next('INVITE');
      line.server.respond(second, 200, {body: await call.far.answer(second.body)});
      await again;
      expect(call.log.ends).to.deep.equal([]);
      expect(line.failures).to.deep.equal([]);
    });

    it('in any request is answered once', async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      call.log.referred = (referral) => {
        referral.reject(603);
      };
      speak(line, dialect);
      let cseq = 0;
      const extra = {NOTIFY: ['Event: x'], REFER: ['Refer-To: <sip:c@example.com>']};
      for (const method of ['INFO', 'MESSAGE', 'NOTIFY', 'OPTIONS', 'REFER', 'PRACK', 'UPDATE', 'BYE'] as const) {
        const headers = (extra as Record<string, string[]>)[method] ?? [];
        call.request(method, ++cseq, 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n', headers);
        const answers = () => line.server.log.filter((sent) => sent.status >= 200 && sent.method === method);
        await until(() => answers().length > 0, `the answer to ${method}`);
        await turn();
        expect(answers(), method).to.have.length(1);
      }
      expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
      expect(line.failures).to.deep.equal([]);
    });

    it('in an INVITE: it rings without an offer, or is refused for its type', async () => {
      const line = await PhoneLine.connected();
      const far = line.farEnd();
      speak(line, dialect);
      const from = '<sip:bob@example.com>;tag=far';
      const parts = {callId: unique('nothing'), from, to: '<sip:alice@example.com>', cseq: 1};
      line.server.request('INVITE', {...parts, body: await far.offer()});
      const text = name.startsWith('a text');
      const answer = await line.server.next(text || other ? '415 INVITE' : '180 INVITE');
      if (answer.status === 415) expect(answer.header('accept')).to.contain('application/sdp');
      expect(line.failures).to.deep.equal([]);
    });
  });
}
