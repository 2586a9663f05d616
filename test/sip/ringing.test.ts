import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {called, closeLines, PhoneLine, type InboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};
const RELIABLE = ['Require: 100rel', 'Supported: 100rel, timer'];

function ringOf({line}: InboundCall): SipMessage {
  return line.server.log.find(({summary}) => summary === '180 INVITE')!;
}

function prack(call: InboundCall, cseq: number, rseq = ringOf(call).header('rseq')): void {
  call.request('PRACK', cseq, '', [`RAck: ${rseq} 1 INVITE`]);
}

async function rings({line: {server}}: InboundCall, times: number): Promise<void> {
  await until(() => server.count('180 INVITE') >= times, 'the 180');
  expect(server.count('180 INVITE')).to.equal(times);
}

/** Answers, and plays the caller's ACK. */
async function answer(call: InboundCall): Promise<void> {
  const accepted = call.session.accept(AUDIO);
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', 1);
  await accepted;
  await until(() => call.log.media?.phase === 'flowing', 'media to flow');
}

describe('list B: PRACK', () => {
  it('a caller that requires it is told reliably that it rings, again and again until it says that it heard', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    expect(ringOf(call).header('require')).to.equal('100rel');
    expect(Number(ringOf(call).header('rseq'))).to.be.within(1, 2 ** 31);
    expect(ringOf(call).body).to.equal('');
    line.clock.advance(500);
    line.clock.advance(1000);
    await rings(call, 3);
    expect(new Set(line.server.log.filter(({status}) => status === 180).map(({text}) => text)).size).to.equal(1);
    prack(call, 2);
    await line.server.next('200 PRACK');
    line.clock.advance(10_000);
    await turn();
    await rings(call, 3);
    await answer(call);
    expect(call.log.events).to.deep.equal(['requesting', 'established']);
  });

  it('one that is for no response of ours is refused, before the answer and after it', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    prack(call, 2, '4711');
    await line.server.next('481 PRACK');
    prack(call, 3);
    await line.server.next('200 PRACK');
    prack(call, 4);
    await line.server.next('481 PRACK');
    await answer(call);
    prack(call, 5);
    await line.server.next('481 PRACK');
    call.request('PRACK', 6);
    await line.server.next('481 PRACK');
    expect(line.server.count('200 PRACK')).to.equal(1);
    expect(line.failures).to.deep.equal([]);
  });

  it('the call can be answered before the PRACK, which is answered all the same', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    await answer(call);
    prack(call, 2);
    await line.server.next('200 PRACK');
    line.clock.advance(500);
    await turn();
    await rings(call, 1);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('a PRACK for something else is answered 481, and the 180 goes on', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    prack(call, 2, '4711');
    await line.server.next('481 PRACK');
    line.clock.advance(500);
    await rings(call, 2);
  });

  it('without any PRACK the call ends after 32 seconds, for the caller with 504', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    for (let second = 0; second < 32; second++) line.clock.advance(1000);
    await line.server.next('504 INVITE');
    expect(await call.log.end()).to.include({by: 'system', cause: 'timeout', failed: true});
    expect(line.server.count('180 INVITE')).to.equal(7);
  });

  it('a caller that cancels hears no more of it', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: RELIABLE});
    call.request('CANCEL', 1, '', [], call.branch);
    await call.log.end();
    line.clock.advance(500);
    await turn();
    await rings(call, 1);
  });

  it('a caller that only could is told plainly', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: ['Supported: 100rel']});
    expect(ringOf(call).header('require')).to.equal('');
    expect(ringOf(call).header('rseq')).to.equal('');
  });

  it('required without an offer, nothing is said before the answer, which brings ours', async () => {
    const line = await PhoneLine.connected();
    line.server.request('INVITE', {
      callId: 'offerless',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=far',
      to: '<sip:alice@example.com>',
      headers: RELIABLE,
    });
    await until(() => line.incoming.length > 0, 'the call');
    const accepted = line.incoming[0]!.session.accept(AUDIO);
    const ok = await line.server.next('200 INVITE');
    await accepted;
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '200 INVITE']);
    line.server.request('ACK', {
      callId: 'offerless',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=far',
      to: ok.header('to'),
      body: await line.farEnd().answer(ok.body),
    });
    await until(() => line.incoming[0]!.log!.media?.phase === 'flowing', 'media to flow');
  });
});

describe('list B: incoming INVITE', () => {
  it('whose caller leaves by BYE before the answer stops ringing', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.request('BYE', 2, '', ['Reason: SIP;cause=200;text="Call completed elsewhere"']);
    await line.server.next('200 BYE');
    await line.server.next('487 INVITE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'answered-elsewhere', failed: false});
    const next = await called(line);
    next.request('BYE', 2);
    await line.server.next('487 INVITE');
    expect(await next.log.end()).to.include({by: 'remote', cause: 'canceled', code: 487, failed: false});
    expect(line.failures).to.deep.equal([]);
  });

  it('whose caller leaves by BYE while the answer is made is not answered', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.log.requesting = () => {
      call.request('BYE', 2);
    };
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'call-failed'});
    await line.server.next('487 INVITE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'canceled'});
    expect(line.server.count('200 INVITE')).to.equal(0);
    expect(line.media.liveTracks).to.equal(0);
  });

  it('is followed by INFO and MESSAGE before the answer: the digit is told, the text refused, and it rings on', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    const request = (method: string, cseq: number, body: string, contentType: string) => {
      const {callId} = call;
      const to = ringOf(call).header('to');
      line.server.request(method, {callId, cseq, from: '<sip:bob@example.com>;tag=far', to, body, contentType});
    };
    request('INFO', 2, 'Signal=5\r\n', 'application/dtmf-relay');
    await line.server.next('200 INFO');
    await until(() => call.log.digits.length > 0, 'the digit');
    expect(call.log.digits).to.deep.equal(['5 info']);
    request('MESSAGE', 3, 'hello', 'text/plain');
    expect((await line.server.next('405 MESSAGE')).header('allow')).to.contain('INVITE');
    await answer(call);
    expect(line.failures).to.deep.equal([]);
  });

  it('gets one 180, none if it is refused at once', async () => {
    const line = await PhoneLine.connected();
    line.server.request('INVITE', {
      callId: 'short',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=far',
      to: '<sip:alice@example.com>',
      headers: ['Session-Expires: 20', 'Supported: timer'],
    });
    await line.server.next('422 INVITE');
    await called(line);
    await turn();
    expect(line.server.count('180 INVITE')).to.equal(1);
  });
});
