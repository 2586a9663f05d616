import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {failure} from './harness/failure.js';
import {called, closeLines, PhoneLine, type InboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};
const PLAIN = {code: 183, media: AUDIO};
const SUPPORTED = ['Supported: 100rel'];
const REQUIRED = ['Require: 100rel', 'Supported: 100rel, timer'];

/** Sends the PRACK to a response of ours. */
function prack(call: InboundCall, response: SipMessage, cseq: number, body = ''): void {
  call.request('PRACK', cseq, body, [`RAck: ${response.header('rseq')} 1 INVITE`]);
}

async function flowing({log}: InboundCall): Promise<void> {
  await until(() => log.media?.phase === 'flowing', 'media to flow');
}

/** Ends a session that was answered after early media, and checks what it reported and left behind. */
async function finish(call: InboundCall): Promise<void> {
  const {line} = call;
  call.request('BYE', 50);
  await line.server.next('200 BYE');
  await call.log.end();
  expect(call.log.events).to.deep.equal(['early', 'requesting', 'established', 'ended']);
  expect(line.media.liveTracks).to.equal(0);
  expect(line.failures).to.deep.equal([]);
}

describe('early media of ours', () => {
  it('go out in a plain 183, whose answer stands again in the 200', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await call.session.progress({...PLAIN, headers: {'X-Place': '2\r\nEvil: 1'}});
    const progress = await line.server.next('183 INVITE');
    expect(progress.header('require')).to.equal('');
    expect(progress.header('x-place')).to.equal('2 Evil: 1');
    expect(progress.header('content-type')).to.equal('application/sdp');
    await call.far.take(progress.body);
    await call.log.until('early');
    await flowing(call);
    const accepted = call.session.accept({audio: true, video: true}, {headers: {'X-Agent': '7'}});
    const ok = await line.server.next('200 INVITE');
    expect(ok.body).to.equal(progress.body);
    expect(ok.header('x-agent')).to.equal('7');
    call.request('ACK', 1);
    await accepted;
    await call.log.until('established');
    expect(line.media.opened).to.have.length(1);
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '180 INVITE', '183 INVITE', '200 INVITE']);
    await finish(call);
  });

  for (const headers of [SUPPORTED, REQUIRED]) {
    it(`go out reliably to a caller that says ${headers[0]}, and the 200 need not repeat them`, async () => {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers});
      const ring = line.server.log.find(({summary}) => summary === '180 INVITE')!;
      const told = call.session.progress(PLAIN);
      if (headers === REQUIRED) {
        await until(() => line.media.opened.length > 0, 'the devices to open');
        prack(call, ring, 2);
      }
      const progress = await line.server.next('183 INVITE');
      expect(progress.header('require')).to.equal('100rel');
      if (headers === REQUIRED) expect(Number(progress.header('rseq'))).to.equal(Number(ring.header('rseq')) + 1);
      line.clock.advance(500);
      expect((await line.server.next('183 INVITE')).text).to.equal(progress.text);
      const accepted = call.session.accept(AUDIO);
      await turn();
      expect(line.server.count('200 INVITE')).to.equal(0);
      await call.far.take(progress.body);
      prack(call, progress, 3);
      await line.server.next('200 PRACK');
      await told;
      const ok = await line.server.next('200 INVITE');
      expect(ok.body).to.equal('');
      call.request('ACK', 1);
      await accepted;
      await flowing(call);
      line.clock.advance(10_000);
      await turn();
      expect(line.server.count('183 INVITE')).to.equal(2);
      await finish(call);
    });
  }

  it('can be renegotiated after the answer, and a refusal leaves them as they are', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: SUPPORTED});
    const told = call.session.progress(PLAIN);
    const progress = await line.server.next('183 INVITE');
    await call.far.take(progress.body);
    prack(call, progress, 2);
    await told;
    const accepted = call.session.accept(AUDIO);
    await line.server.next('200 INVITE');
    call.request('ACK', 1);
    await accepted;
    const held = failure(call.session.setHeld(true));
    line.server.respond(await line.server.next('INVITE'), 488);
    expect(await held).to.include({code: 'renegotiation-refused'});
    const again = call.session.setHeld(true);
    const reinvite = await line.server.next('INVITE');
    line.server.respond(reinvite, 200, {body: await call.far.answer(reinvite.body)});
    await again;
    await finish(call);
  });

  it('are our offer to a caller that offers nothing, and the PRACK has the answer', async () => {
    const line = await PhoneLine.connected();
    const {call, request} = await offerless(line, SUPPORTED);
    const told = call.session.progress(PLAIN);
    const progress = await line.server.next('183 INVITE');
    expect(progress.header('require')).to.equal('100rel');
    request('PRACK', 2, progress, await line.farEnd().answer(progress.body));
    await line.server.next('200 PRACK');
    await told;
    await until(() => call.log?.media?.phase === 'flowing', 'media to flow');
    const accepted = call.session.accept(AUDIO);
    const ok = await line.server.next('200 INVITE');
    expect(ok.body).to.equal('');
    request('ACK', 1, ok);
    await accepted;
    expect(call.log?.events).to.deep.equal(['early', 'requesting', 'established']);
    expect(line.failures).to.deep.equal([]);
  });

  it('end the call if a PRACK has no answer to our offer', async () => {
    const line = await PhoneLine.connected();
    const {call, request} = await offerless(line, SUPPORTED);
    const told = failure(call.session.progress(PLAIN));
    request('PRACK', 2, await line.server.next('183 INVITE'));
    await line.server.next('488 INVITE');
    expect(await told).to.include({code: 'call-failed'});
    expect(await call.log!.end()).to.include({cause: 'bad-session-description', code: 488});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('are not possible for a caller that offers nothing and understands no 100rel', async () => {
    const line = await PhoneLine.connected();
    const {call} = await offerless(line, []);
    const error = await failure(call.session.progress(PLAIN));
    expect(error).to.include({code: 'invalid-state'});
    expect(error.message).to.contain('offers nothing');
    expect(line.media.opened).to.deep.equal([]);
    await call.session.progress({code: 182});
    await line.server.next('182 INVITE');
  });

  it('answer another offer in the PRACK', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: SUPPORTED});
    const told = call.session.progress(PLAIN);
    const progress = await line.server.next('183 INVITE');
    await call.far.take(progress.body);
    prack(call, progress, 2, await call.far.offer(() => call.far.setDirection('audio', 'sendonly')));
    const confirmed = await line.server.next('200 PRACK');
    expect(confirmed.body).to.contain('a=recvonly');
    expect(confirmed.header('session-expires')).to.equal('');
    await call.far.take(confirmed.body);
    await told;
    call.request('UPDATE', 3, await call.far.offer(() => call.far.setDirection('audio', 'sendrecv')));
    const updated = await line.server.next('200 UPDATE');
    expect(updated.body).to.contain('a=sendrecv');
    await call.far.take(updated.body);
    const accepted = call.session.accept(AUDIO);
    expect((await line.server.next('200 INVITE')).body).to.equal('');
    call.request('ACK', 1);
    await accepted;
    await flowing(call);
    await finish(call);
  });

  it('take no description from a PRACK for something else', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: SUPPORTED});
    const told = call.session.progress(PLAIN);
    const progress = await line.server.next('183 INVITE');
    await call.far.take(progress.body);
    call.request('PRACK', 2, progress.body, ['RAck: 4711 1 INVITE']);
    await line.server.next('481 PRACK');
    prack(call, progress, 3);
    await line.server.next('200 PRACK');
    await told;
    const accepted = call.session.accept(AUDIO);
    await line.server.next('200 INVITE');
    call.request('ACK', 1);
    await accepted;
    await finish(call);
  });
});

describe('early media of ours end', () => {
  for (const headers of [[], SUPPORTED]) {
    const how = headers.length ? 'reliably told' : 'told';
    it(`with a rejection, ${how}`, async () => {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers});
      const told = call.session.progress(PLAIN).catch((error: unknown) => error);
      await line.server.next('183 INVITE');
      await call.session.end({status: 486});
      await line.server.next('486 INVITE');
      await told;
      line.clock.advance(500);
      await turn();
      expect(line.server.count('183 INVITE')).to.equal(1);
      expect(line.media.liveTracks).to.equal(0);
    });

    it(`with a CANCEL, ${how}`, async () => {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers});
      const told = call.session.progress(PLAIN).catch((error: unknown) => error as SipError);
      await line.server.next('183 INVITE');
      if (!headers.length) await told;
      call.request('CANCEL', 1, '', [], call.branch);
      await line.server.next('487 INVITE');
      expect(await call.log.end()).to.include({by: 'remote', cause: 'canceled'});
      if (headers.length) expect(await told).to.include({code: 'call-failed'});
      expect(line.media.liveTracks).to.equal(0);
      expect(line.failures).to.deep.equal([]);
    });
  }

  it('when nobody answers in time', async () => {
    const line = await PhoneLine.connected({answerTimeout: 30});
    const call = await called(line);
    line.clock.advance(20_000);
    await call.session.progress(PLAIN);
    line.clock.advance(10_000);
    await line.server.next('480 INVITE');
    expect(await call.log.end()).to.include({by: 'system', cause: 'no-answer'});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('when no PRACK comes', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: SUPPORTED});
    const told = failure(call.session.progress(PLAIN));
    await line.server.next('183 INVITE');
    for (let second = 0; second < 32; second++) line.clock.advance(1000);
    await line.server.next('504 INVITE');
    expect(await told).to.include({code: 'call-failed'});
    expect(await call.log.end()).to.include({by: 'system', cause: 'timeout'});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('before they began, if the caller leaves while devices open', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const call = await called(line);
    const told = failure(call.session.progress(PLAIN));
    await media.asked;
    call.request('CANCEL', 1, '', [], call.branch);
    await call.log.end();
    media.proceed();
    expect(await told).to.include({code: 'call-failed'});
    await until(() => media.opened.length > 0, 'the devices to open');
    expect(media.liveTracks).to.equal(0);
    expect(line.server.count('183 INVITE')).to.equal(0);
  });
});

describe('a provisional response', () => {
  it('without media is any status, with header fields, plain to a caller that only could', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: SUPPORTED});
    await call.session.progress({code: 182, headers: {'X-Place': '2'}});
    const queued = await line.server.next('182 INVITE');
    expect([queued.header('x-place'), queued.header('require'), queued.body]).to.deep.equal(['2', '', '']);
    expect(call.log.events).to.deep.equal([]);
  });

  it('is reliable for a caller that requires it, one after the other', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: REQUIRED});
    const ring = line.server.log.find(({summary}) => summary === '180 INVITE')!;
    const both = [call.session.progress({code: 181}), call.session.progress({code: 182})];
    await turn();
    expect(line.server.count('181 INVITE')).to.equal(0);
    prack(call, ring, 2);
    const first = await line.server.next('181 INVITE');
    await turn();
    expect(line.server.count('182 INVITE')).to.equal(0);
    prack(call, first, 3);
    await both[0];
    const second = await line.server.next('182 INVITE');
    expect(Number(second.header('rseq'))).to.equal(Number(ring.header('rseq')) + 2);
    const accepted = call.session.accept(AUDIO);
    const ok = await line.server.next('200 INVITE');
    expect(ok.body).to.not.equal('');
    await call.far.take(ok.body);
    call.request('ACK', 1);
    await accepted;
    await both[1];
  });

  it('is refused where it would need a description, cannot be written, or comes too late', async () => {
    const line = await PhoneLine.connected();
    const {call} = await offerless(line, REQUIRED);
    expect(await failure(call.session.progress({code: 180}))).to.include({code: 'invalid-state'});
    const other = await called(line);
    const via = {code: 180, headers: {Via: 'x'}};
    expect(await failure(other.session.progress(via))).to.include({code: 'invalid-argument'});
    const accepted = other.session.accept(AUDIO);
    expect(await failure(other.session.progress(PLAIN))).to.include({code: 'invalid-state'});
    await line.server.next('200 INVITE');
    other.request('ACK', 1);
    await accepted;
    expect(await failure(other.session.progress({code: 180}))).to.include({code: 'invalid-state'});
    const outbound = line.dial();
    expect(await failure(outbound.session.progress(PLAIN))).to.include({code: 'invalid-state'});
  });

  it('with media keeps the call ringing without a microphone, and works the next time, once', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    line.media.failure = new SipError('permission-denied', 'No.');
    expect(await failure(call.session.progress(PLAIN))).to.include({code: 'permission-denied'});
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '180 INVITE']);
    line.media.failure = undefined;
    await call.session.progress(PLAIN);
    expect(await failure(call.session.progress(PLAIN))).to.include({code: 'invalid-state'});
    await call.session.progress({code: 180});
    expect(line.server.summaries().slice(2)).to.deep.equal(['183 INVITE', '180 INVITE']);
  });
});

/** Somebody calls without an offer. */
async function offerless(line: PhoneLine, headers: readonly string[]) {
  const callId = `offerless-${String(headers.length)}`;
  const common = {callId, from: '<sip:bob@example.com>;tag=far'};
  const before = line.incoming.length;
  line.server.request('INVITE', {...common, cseq: 1, to: '<sip:alice@example.com>', headers});
  await until(() => line.incoming.length > before, 'the call');
  const call = line.incoming.at(-1)!;
  const request = (method: string, cseq: number, response: SipMessage, body = '') => {
    const rack = method === 'PRACK' ? [`RAck: ${response.header('rseq')} 1 INVITE`] : [];
    line.server.request(method, {...common, cseq, to: response.header('to'), headers: rack, body});
  };
  return {call, request};
}
