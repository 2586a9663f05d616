import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {failure} from './harness/failure.js';
import {called, closeLines, PhoneLine, type InboundCall} from './harness/phone-line.js';
import {directions} from './harness/far-end.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};

/** Answers the call, and plays the caller's ACK. */
async function answer(call: InboundCall, media = AUDIO): Promise<string> {
  const accepted = call.session.accept(media);
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', 1);
  await accepted;
  await call.log.until('established');
  return ok.body;
}

describe('an inbound session', () => {
  it('rings by itself, tells who calls, and is answered', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {from: '"Bob \\"the\\" Builder" <sip:bob@example.com:5070;transport=ws>'});
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '180 INVITE']);
    expect(call.session.remoteIdentity).to.deep.equal({
      name: 'Bob "the" Builder',
      uri: 'sip:bob@example.com:5070',
      user: 'bob',
    });
    expect(call.session.localIdentity).to.include({uri: 'sip:alice@example.com'});
    expect(call.session).to.include({direction: 'inbound', videoOffered: false});
    await answer(call);
    expect(call.log.events).to.deep.equal(['requesting', 'established']);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    call.request('BYE', 2);
    await line.server.next('200 BYE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures).to.deep.equal([]);
  });

  it('does not believe P-Asserted-Identity', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: ['P-Asserted-Identity: "Your bank" <sip:bank@example.com>']});
    expect(call.session.remoteIdentity).to.include({name: '', user: 'bob'});
  });

  it('is hung up by us with BYE, which waits for the ACK', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    const accepted = call.session.accept(AUDIO);
    await line.server.next('200 INVITE');
    await accepted;
    const ending = call.session.end({status: 486});
    await turn();
    expect(line.server.count('BYE')).to.equal(0);
    expect(line.media.liveTracks).to.equal(0);
    call.request('ACK', 1);
    line.server.respond(await line.server.next('BYE'), 200);
    await ending;
    expect(call.log.ends).to.deep.equal([{by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}]);
  });

  it('is rejected with the status that was asked for', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await call.session.end({status: 603, reason: 'Not\r\nEvil: today'});
    const refusal = await line.server.next('603 INVITE');
    expect(refusal.startLine).to.equal('SIP/2.0 603 Not Evil: today');
    expect(call.log.ends).to.have.length(1);
    expect(call.log.ends[0]).to.include({by: 'local', cause: 'rejected', code: 603, failed: false});
  });

  it('ends when the caller gives up', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.request('CANCEL', 1, '', [], call.branch);
    await line.server.next('487 INVITE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'canceled', code: 487, failed: false});
    expect(line.server.count('200 CANCEL')).to.equal(1);
  });

  it('knows that another phone has answered', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.request('CANCEL', 1, '', ['Reason: SIP;cause=200;text="Call completed elsewhere"'], call.branch);
    expect(await call.log.end()).to.include({by: 'remote', cause: 'answered-elsewhere', failed: false});
  });

  it('is answered 480 when nobody takes it in time', async () => {
    const line = await PhoneLine.connected({answerTimeout: 30});
    const call = await called(line);
    line.clock.advance(30_000);
    await line.server.next('480 INVITE');
    expect(await call.log.end()).to.include({by: 'system', cause: 'no-answer', failed: true});
  });

  it('is answered 480 when no call takes it over', async () => {
    const line = await PhoneLine.connected({unattended: true});
    line.server.request('INVITE', {
      callId: 'unwanted',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=x',
      to: '<sip:alice@example.com>',
      body: await line.farEnd().offer(),
    });
    await line.server.next('480 INVITE');
    expect(line.incoming).to.have.length(1);
  });

  it('keeps ringing without a microphone, and can be answered afterwards', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    line.media.failure = new SipError('permission-denied', 'No.');
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'permission-denied'});
    expect(call.log.events).to.deep.equal([]);
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '180 INVITE']);
    line.media.failure = undefined;
    await answer(call);
  });

  it('a failed attempt closes the microphone while the call rings on, and the next one opens it again', async () => {
    const native = globalThis.RTCPeerConnection;
    // Chromium refuses to make one connection too many; only our phone asks with a configuration.
    globalThis.RTCPeerConnection = class extends native {
      constructor(configuration?: RTCConfiguration) {
        if (configuration) throw new DOMException('Cannot create so many connections', 'UnknownError');
        super();
      }
    };
    try {
      const line = await PhoneLine.connected();
      const call = await called(line);
      expect(await failure(call.session.accept(AUDIO))).to.include({code: 'media-failed'});
      expect(line.media.liveTracks).to.equal(0);
      expect(call.log.ends).to.deep.equal([]);

      globalThis.RTCPeerConnection = native;
      await call.session.accept(AUDIO);
      await line.server.next('200 INVITE');
      call.request('ACK', 1);
      expect(line.media.liveTracks).to.equal(1);
      void call.session.end({status: 480});
      await call.log.end();
      expect(line.media.liveTracks).to.equal(0);
    } finally {
      globalThis.RTCPeerConnection = native;
    }
  });

  it('does not time out while the person is asked for the microphone, but after it was refused', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media, answerTimeout: 30});
    const call = await called(line);
    const accepted = failure(call.session.accept(AUDIO));
    await media.asked;
    line.clock.advance(60_000);
    await turn();
    expect(call.log.ends).to.deep.equal([]);
    media.failure = new SipError('permission-denied', 'No.');
    media.proceed();
    await accepted;
    line.clock.advance(30_000);
    await line.server.next('480 INVITE');
  });

  it('that the caller cancels while devices open stops the tracks that come late', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const call = await called(line);
    const accepted = failure(call.session.accept(AUDIO));
    await media.asked;
    call.request('CANCEL', 1, '', [], call.branch);
    await call.log.end();
    media.proceed();
    expect(await accepted).to.include({code: 'call-failed'});
    await until(() => media.opened.length > 0, 'the devices to open');
    expect(media.liveTracks).to.equal(0);
    expect(line.server.count('200 INVITE')).to.equal(0);
  });

  it('that the caller cancels while the answer is made is not answered', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.log.requesting = () => {
      call.request('CANCEL', 1, '', [], call.branch);
    };
    const accepted = failure(call.session.accept(AUDIO));
    expect(await accepted).to.include({code: 'call-failed'});
    expect(await call.log.end()).to.include({cause: 'canceled', by: 'remote'});
    expect(line.server.count('200 INVITE')).to.equal(0);
    expect(line.media.liveTracks).to.equal(0);
  });

  it('is not answered twice', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    const first = call.session.accept(AUDIO);
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'invalid-state'});
    await first;
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'invalid-state'});
    expect(line.media.opened).to.have.length(1);
  });

  it('with an offer that cannot be used is answered 488', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {body: 'v=0\r\nthis is no description\r\n'});
    expect(await failure(call.session.accept(AUDIO))).to.include({code: 'bad-session-description'});
    await line.server.next('488 INVITE');
    expect(await call.log.end()).to.include({cause: 'bad-session-description', code: 488, failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('list B: offerless INVITE: gets our offer in the 200, and the ACK brings the answer', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {body: ''});
    const accepted = call.session.accept(AUDIO);
    const ok = await line.server.next('200 INVITE');
    await accepted;
    const far = line.farEnd();
    call.request('ACK', 1, await far.answer(ok.body));
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
  });

  it('tells that a picture is offered, receives it, and sends one only if asked', async () => {
    const line = await PhoneLine.connected();
    const first = await called(line, {video: true});
    expect(first.session.videoOffered).to.equal(true);
    expect(directions(await answer(first))).to.equal('audio:sendrecv video:recvonly');
    expect(first.log.media).to.include({video: false, remoteVideo: true});
    const second = await called(line, {video: true});
    expect(directions(await answer(second, {audio: true, video: true}))).to.equal('audio:sendrecv video:sendrecv');
    expect(second.log.media).to.include({video: true, remoteVideo: true});
  });

  it('answers a hostile name as plain text on one line', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {from: '"<img src=x>\u202E evil" <sip:%3Cscript%3E@example.com>'});
    expect(call.session.remoteIdentity.name).to.equal('<img src=x> evil');
    expect(call.session.remoteIdentity.user).to.equal('<script>');
  });

  it('rings on through a lost connection', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    line.server.drop();
    await until(() => line.lost.length === 1, 'the loss to be told');
    await turn();
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('requests outside a call', () => {
  const parts = {cseq: 1, from: '<sip:bob@example.com>;tag=x', to: '<sip:alice@example.com>'};

  it('MESSAGE is refused, as nobody would see it', async () => {
    const line = await PhoneLine.connected();
    line.server.request('MESSAGE', {...parts, callId: 'm', body: 'hello', contentType: 'text/plain'});
    await line.server.next('405 MESSAGE');
  });

  it('NOTIFY without a subscription is refused, message-waiting is taken', async () => {
    const line = await PhoneLine.connected();
    line.server.request('NOTIFY', {...parts, callId: 'n1', headers: ['Event: presence', 'Subscription-State: active']});
    await line.server.next('481 NOTIFY');
    line.server.request('NOTIFY', {...parts, callId: 'n2', headers: ['Event: message-summary']});
    await line.server.next('200 NOTIFY');
  });

  it('REFER is refused', async () => {
    const line = await PhoneLine.connected();
    line.server.request('REFER', {...parts, callId: 'r', headers: ['Refer-To: <sip:+1900@example.com>']});
    await line.server.next('603 REFER');
    expect(line.server.count('INVITE')).to.equal(0);
  });

  it('list B: OPTIONS: is answered', async () => {
    const line = await PhoneLine.connected();
    line.server.request('OPTIONS', {...parts, callId: 'o'});
    await line.server.next('200 OPTIONS');
  });

  it('what makes the stack throw is dropped, and the next message is handled', async () => {
    const line = await PhoneLine.connected();
    line.server.request('PRACK', {...parts, callId: 'p'});
    line.server.request('OPTIONS', {...parts, callId: 'q', uri: 'tel:+49301234'});
    line.server.deliver(['SIP/2.0 700 What', 'Via: nonsense', 'CSeq: x']);
    line.server.deliver(['complete nonsense']);
    line.server.request('OPTIONS', {...parts, callId: 'o'});
    await line.server.next('200 OPTIONS');
  });
});
