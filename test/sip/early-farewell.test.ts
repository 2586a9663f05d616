import {expect} from '@open-wc/testing';
import type {CallEnd} from '../../src/core/call/end-reason.js';
import {called, closeLines, PhoneLine, ringing, answered, type OutboundCall} from './harness/phone-line.js';
import type {ResponseParts} from './harness/scripted-server.js';
import type {SipMessage} from './harness/sip-message.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const HUNG_UP = {by: 'remote', cause: 'hangup', failed: false} as const;
const CANCELED = {by: 'local', cause: 'canceled', failed: false} as const;

/** What the far end sends before it leaves: early media, no media, and both with a PRACK outstanding. */
const PROVISIONAL = {
  '180': {status: 180, described: false, headers: []},
  '183 with a description': {status: 183, described: true, headers: []},
  'a reliable 180': {status: 180, described: false, headers: ['Require: 100rel', 'RSeq: 1']},
  'a reliable 183 with a description': {status: 183, described: true, headers: ['Require: 100rel', 'RSeq: 1']},
} as const;
type Provisional = (typeof PROVISIONAL)[keyof typeof PROVISIONAL];

interface EarlyCall extends OutboundCall {
  /** The description of a far end whose media never arrive. */
  readonly body: string;
  readonly respond: (status: number, parts?: ResponseParts) => void;
  /** The far end sends BYE; resolves with our answer. */
  readonly leave: (tag?: string, headers?: readonly string[]) => Promise<SipMessage>;
}

async function calling(line?: PhoneLine): Promise<EarlyCall> {
  const call = await ringing(line ?? (await PhoneLine.connected()));
  const {server} = call.line;
  const body = await call.far.answerUnreached(call.invite.body);
  let cseq = 0;
  const leave = async (tag = 'peer', headers: readonly string[] = []) => {
    const before = server.log.length;
    server.request('BYE', {
      callId: call.invite.header('call-id'),
      from: `${call.invite.header('to')};tag=${tag}`,
      to: call.invite.header('from'),
      cseq: ++cseq,
      headers,
    });
    const answer = () => server.log.slice(before).find(({summary}) => /^\d+ BYE$/.test(summary));
    await until(() => Boolean(answer()), 'the answer to BYE');
    return answer()!;
  };
  const respond = (status: number, parts?: ResponseParts) => {
    server.respond(call.invite, status, parts);
  };
  return {...call, body, respond, leave};
}

/** The far end rings or plays early media, and gets its PRACK. */
async function begin(call: EarlyCall, {status, described, headers}: Provisional, tag = 'peer'): Promise<void> {
  call.respond(status, {tag, headers, ...(described && {body: call.body})});
  await call.log.until(described ? 'early' : `ringing ${String(status)}`);
  if (headers.length) call.line.server.respond(await call.line.server.next('PRACK'), 200);
}

/** We acknowledge the 200 and send BYE to its sender; then the call is over. */
async function ackAndBye({line: {server}}: EarlyCall, tag = 'peer', status = 200): Promise<void> {
  expect((await server.next('ACK')).tag('to')).to.equal(tag);
  const bye = await server.next('BYE');
  expect(bye.tag('to')).to.equal(tag);
  server.respond(bye, status);
}

/** Expects one end, for that reason, with the microphone closed and no exception. */
async function over({log, line}: EarlyCall, expected: Partial<CallEnd>): Promise<void> {
  expect(await log.end()).to.include(expected);
  await turn();
  expect(log.ends).to.have.length(1);
  const tracks = line.media.opened.flatMap((stream) => stream.getTracks());
  expect(tracks.map(({readyState}) => readyState)).to.deep.equal(tracks.map(() => 'ended'));
  expect(line.failures).to.deep.equal([]);
}

for (const [name, provisional] of Object.entries(PROVISIONAL)) {
  describe(`BYE in the early dialog that ${name} has begun`, () => {
    async function left(): Promise<EarlyCall> {
      const call = await calling();
      await begin(call, provisional);
      expect((await call.leave()).status).to.equal(200);
      return call;
    }

    it('and 200 all the same: ACK and BYE, and the call ends', async () => {
      const call = await left();
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await over(call, HUNG_UP);
      expect(call.log.events).to.not.include('established');
    });

    it('and a 200 without a description', async () => {
      const call = await left();
      call.respond(200);
      await ackAndBye(call, 'peer', 481);
      await over(call, HUNG_UP);
    });

    it('and a 200 that is repeated: each gets its ACK, and there is one BYE', async () => {
      const call = await left();
      for (let times = 0; times < 3; times += 1) call.respond(200, {body: call.body});
      await until(() => call.line.server.count('ACK') === 3, 'three ACKs');
      expect(call.line.server.count('BYE')).to.equal(1);
      await over(call, HUNG_UP);
      call.respond(200, {body: call.body});
      await until(() => call.line.server.count('ACK') === 4, 'one more');
      expect(call.line.server.count('BYE')).to.equal(1);
    });

    it('and what an INVITE is answered with then (15.1.2)', async () => {
      const call = await left();
      call.respond(487);
      await call.line.server.next('ACK');
      await over(call, {cause: 'canceled', code: 487});
    });

    it('and busy', async () => {
      const call = await left();
      call.respond(486);
      await call.line.server.next('ACK');
      await over(call, {by: 'remote', cause: 'busy', code: 486});
    });

    it('and nothing: another phone may still ring, until that has taken too long', async () => {
      const call = await left();
      await turn();
      expect(call.log.ends).to.deep.equal([]);
      call.line.clock.advance(90_000);
      call.line.server.respond(await call.line.server.next('CANCEL'), 200);
      call.respond(487);
      await call.line.server.next('ACK');
      await over(call, {by: 'system', cause: 'no-answer'});
    });

    it('and we hang up: CANCEL, and the call is over', async () => {
      const call = await left();
      const ending = call.session.end({status: 487});
      call.line.server.respond(await call.line.server.next('CANCEL'), 200);
      call.respond(487);
      await ending;
      await over(call, CANCELED);
    });

    it('and our CANCEL crosses the 200', async () => {
      const call = await left();
      void call.session.end({status: 487});
      await call.line.server.next('CANCEL');
      call.respond(200, {body: call.body});
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await call.line.server.next('ACK');
      await over(call, CANCELED);
    });

    it('after we have hung up', async () => {
      const call = await calling();
      await begin(call, provisional);
      void call.session.end({status: 487});
      await call.line.server.next('CANCEL');
      expect((await call.leave()).status).to.equal(200);
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await over(call, CANCELED);
    });

    it('and 183, and 200: what is over does not begin again', async () => {
      const call = await left();
      call.respond(183, {body: call.body});
      call.respond(180);
      await turn();
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await over(call, HUNG_UP);
    });

    it('and another phone answers: the call lives on it', async () => {
      const call = await left();
      const person = call.line.farEnd();
      call.respond(200, {tag: 'other', body: await person.answer(call.invite.body)});
      expect((await call.line.server.next('ACK')).tag('to')).to.equal('other');
      await call.log.until('established');
      if (provisional.described) {
        const again = await call.line.server.next('INVITE');
        expect(again.tag('to')).to.equal('other');
        const moved = call.line.farEnd();
        call.line.server.respond(again, 200, {body: await moved.answer(again.body)});
        await call.line.server.next('ACK');
      }
      await until(() => call.log.media?.phase === 'flowing', 'media to flow');
      expect(call.log.ends).to.deep.equal([]);
      expect(call.line.server.count('BYE')).to.equal(0);
      expect((await call.leave('other')).status).to.equal(200);
      await over(call, HUNG_UP);
    });

    it('and its 200 is followed by that of another phone: both are acknowledged, and left', async () => {
      const call = await left();
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      call.respond(200, {tag: 'other', body: call.body});
      await ackAndBye(call, 'other');
      await over(call, HUNG_UP);
    });

    it('and the other phone, which answers first, keeps the call', async () => {
      const call = await left();
      call.respond(200, {tag: 'other', body: call.body});
      expect((await call.line.server.next('ACK')).tag('to')).to.equal('other');
      await call.log.until('established');
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await turn();
      expect(call.log.ends).to.deep.equal([]);
      await call.leave('other');
      await over(call, HUNG_UP);
    });

    it('and the connection breaks: the INVITE is repeated, its 200 acknowledged, and the call ends', async () => {
      const call = await left();
      const {line} = call;
      line.server.drop();
      await until(() => line.lost.length > 0, 'the loss');
      await line.engine.connect();
      void call.session.repair();
      await line.server.next('INVITE');
      call.respond(200, {body: call.body});
      await ackAndBye(call);
      await over(call, HUNG_UP);
    });
  });
}

describe('BYE before the answer', () => {
  it('says why, and the end of the call does', async () => {
    const call = await calling();
    await begin(call, PROVISIONAL['180']);
    await call.leave('peer', ['Reason: Q.850;cause=16;text="Normal call clearing"']);
    call.respond(200, {body: call.body});
    await ackAndBye(call);
    await over(call, {...HUNG_UP, code: 16, reason: 'Normal call clearing'});
  });

  it('that overtakes even the first provisional response is of an unknown dialog, and ends that one all the same', async () => {
    for (const status of [200, 180]) {
      const call = await calling();
      expect((await call.leave()).status).to.equal(481);
      call.respond(status, {body: status === 200 ? call.body : ''});
      if (status !== 200) call.respond(200, {body: call.body});
      await ackAndBye(call);
      await over(call, HUNG_UP);
    }
  });

  it('while the early media are being set', async () => {
    const call = await calling();
    call.respond(183, {body: call.body});
    expect((await call.leave()).status).to.equal(200);
    call.respond(200, {body: call.body});
    await ackAndBye(call);
    await over(call, HUNG_UP);
  });

  it('is answered once, also when it is repeated', async () => {
    const call = await calling();
    await begin(call, PROVISIONAL['180']);
    const {server} = call.line;
    const [from, to] = [`${call.invite.header('to')};tag=peer`, call.invite.header('from')];
    const bye = {callId: call.invite.header('call-id'), from, to, cseq: 1, branch: 'z9hG4bKsame'};
    server.request('BYE', bye);
    server.request('BYE', bye);
    await server.next('200 BYE');
    await server.next('200 BYE');
    expect((await call.leave()).status).to.equal(481);
    call.respond(200, {body: call.body});
    await ackAndBye(call);
    await over(call, HUNG_UP);
  });

  it('of every phone that rang: the call goes on until one of them says more', async () => {
    const call = await calling();
    for (const tag of ['desk', 'mobile']) await begin(call, PROVISIONAL['180'], tag);
    for (const tag of ['desk', 'mobile']) expect((await call.leave(tag)).status).to.equal(200);
    call.respond(200, {tag: 'mobile', body: call.body});
    await ackAndBye(call, 'mobile');
    await over(call, HUNG_UP);
  });

  it('of somebody else is no business of the call', async () => {
    const call = await calling();
    await begin(call, PROVISIONAL['180']);
    expect((await call.leave('stranger')).status).to.equal(481);
    call.respond(200, {body: call.body});
    await call.line.server.next('ACK');
    await call.log.until('established');
    await turn();
    expect(call.log.ends).to.deep.equal([]);
  });

  it('is followed by a refusal of the description: nothing is left either', async () => {
    const call = await calling();
    call.respond(183, {body: 'v=0\r\nnonsense\r\n'});
    await call.leave();
    call.line.server.respond(await call.line.server.next('CANCEL'), 200);
    call.respond(200, {body: call.body});
    await ackAndBye(call);
    await over(call, {by: 'system', cause: 'bad-session-description'});
  });
});

describe('answers that cross our CANCEL', () => {
  it('of two phones are both acknowledged and left', async () => {
    const call = await calling();
    await begin(call, PROVISIONAL['180']);
    void call.session.end({status: 487});
    await call.line.server.next('CANCEL');
    for (const tag of ['peer', 'other']) {
      call.respond(200, {tag, body: call.body});
      await ackAndBye(call, tag);
    }
    await over(call, CANCELED);
  });

  it('after the call was given up', async () => {
    const call = await calling();
    await begin(call, PROVISIONAL['180']);
    void call.session.end({status: 487});
    await call.line.server.next('CANCEL');
    call.line.clock.advance(5000);
    await call.log.end();
    call.respond(200, {body: call.body});
    await ackAndBye(call);
    await over(call, CANCELED);
  });
});

describe('BYE of a caller before our answer', () => {
  it('stops the ringing, and the INVITE gets its 487', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: ['Supported: 100rel']});
    call.request('BYE', 2);
    await line.server.next('200 BYE');
    await line.server.next('487 INVITE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'canceled'});
    expect(line.failures).to.deep.equal([]);
  });

  it('closes the microphone that plays early media, whether or not they were confirmed', async () => {
    for (const confirmed of [true, false]) {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers: ['Supported: 100rel']});
      const playing = call.session.progress({code: 183, media: {audio: true, video: false}});
      const early = await line.server.next('183 INVITE');
      if (confirmed) {
        call.request('PRACK', 2, '', [`RAck: ${early.header('rseq')} 1 INVITE`]);
        await playing;
      } else playing.catch(() => undefined); // It must fail; that is tested here.
      call.request('BYE', 3);
      await line.server.next('200 BYE');
      await line.server.next('487 INVITE');
      await call.log.end();
      expect(line.media.liveTracks).to.equal(0);
      expect(line.failures).to.deep.equal([]);
    }
  });

  it('while the question for the microphone is open: nothing is opened for nobody', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const call = await called(line);
    call.session.accept({audio: true, video: false}).catch(() => undefined); // As above.
    await media.asked;
    call.request('BYE', 2);
    await line.server.next('200 BYE');
    await line.server.next('487 INVITE');
    await call.log.end();
    media.proceed();
    await until(() => media.opened.length > 0, 'the devices to open');
    await until(() => media.liveTracks === 0, 'the devices to be closed again');
    expect(line.server.count('200 INVITE')).to.equal(0);
  });
});

describe('BYE while a change of ours is open', () => {
  it('ends the call; what comes of the change is acknowledged all the same', async () => {
    const call = await answered(await PhoneLine.connected());
    const {server} = call.line;
    const held = call.session.setHeld(true).catch((error: unknown) => error);
    const invite = await server.next('INVITE');
    call.request('BYE', 1);
    await server.next('200 BYE');
    server.respond(invite, 200, {body: call.invite.body});
    expect((await server.next('ACK')).cseq).to.equal(invite.cseq);
    expect(await held).to.include({code: 'call-failed'});
    expect(await call.log.end()).to.include(HUNG_UP);
    expect(call.line.media.liveTracks).to.equal(0);
    expect(call.line.failures).to.deep.equal([]);
  });
});

describe('a re-INVITE before the answer', () => {
  for (const body of ['with an offer', 'without one']) {
    it(`${body} is refused with 491, as ours is still open; the answer is the one that comes then`, async () => {
      for (const provisional of Object.values(PROVISIONAL)) {
        const line = await PhoneLine.connected();
        const call = await ringing(line);
        const answer = await call.far.answer(call.invite.body);
        call.line.server.respond(call.invite, provisional.status, {
          headers: provisional.headers,
          ...(provisional.described && {body: answer}),
        });
        await call.log.until(`ringing ${String(provisional.status)}`);
        call.request('INVITE', 1, body === 'with an offer' ? await line.farEnd().offer() : '');
        await line.server.next('491 INVITE');
        line.server.respond(call.invite, 200, {body: answer});
        await line.server.next('ACK');
        await call.log.until('established');
        await until(() => call.log.media?.phase === 'flowing', 'media to flow');
        expect(line.server.count('INVITE')).to.equal(1);
        call.request('INVITE', 2, await call.far.offer());
        await line.server.next('200 INVITE');
        expect(line.failures).to.deep.equal([]);
      }
    });
  }
});
