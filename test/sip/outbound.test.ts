import {expect} from '@open-wc/testing';
import type {CallEnd} from '../../src/core/call/end-reason.js';
import {SipError} from '../../src/core/errors.js';
import {failure} from './harness/failure.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const CANCELED: CallEnd = {by: 'local', cause: 'canceled', code: 487, reason: '', failed: false};

describe('an outbound session', () => {
  it('goes from INVITE over 100, 180 and 200 to ACK, and is hung up by us with BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 100);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    const ack = await line.server.next('ACK');
    await call.log.until('established');
    expect(ack.cseq).to.equal(call.invite.cseq);
    const ending = call.session.end({status: 486});
    const bye = await line.server.next('BYE');
    line.server.respond(bye, 200);
    await ending;
    expect(call.log.events).to.deep.equal(['requesting', 'trying', 'ringing 180', 'established', 'ended']);
    expect(call.log.ends).to.deep.equal([{by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}]);
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures).to.deep.equal([]);
  });

  it('ends when the far end says BYE, and answers it', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('BYE', 1, '', ['Reason: Q.850;cause=16;text="Normal call clearing"']);
    await line.server.next('200 BYE');
    const end = await call.log.end();
    expect(end).to.include({by: 'remote', cause: 'hangup', reason: 'Normal call clearing', failed: false});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('connects media in both directions', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    expect(call.log.media?.remoteStream?.getAudioTracks()).to.have.length(1);
    expect(call.log.media?.localStream?.getAudioTracks()).to.have.length(1);
    expect(call.log.media).to.include({video: false, remoteVideo: false, remoteHeld: false});
  });

  it('offers sound that it wants to send and receive, and a picture only if asked', async () => {
    const line = await PhoneLine.connected();
    const audio = await ringing(line);
    expect(audio.invite.body.match(/^m=/gm)).to.have.length(1);
    const video = await ringing(line, {audio: true, video: true});
    expect(video.invite.body)
      .to.match(/^m=audio/m)
      .and.match(/^m=video/m);
  });

  it('sends a picture when the far end takes it', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line, {audio: true, video: true});
    const sdp = await call.far.answer(call.invite.body, () => call.far.addVideo());
    line.server.respond(call.invite, 200, {body: sdp});
    await call.log.until('established');
    expect(call.log.media).to.include({video: true, remoteVideo: true});
  });

  it('goes on without a camera, says so, and would still show a picture', async () => {
    const line = await PhoneLine.connected();
    line.media.missingCamera = new SipError('no-camera', 'There is no camera.');
    const call = await ringing(line, {audio: true, video: true});
    expect(call.log.missing.map(({code}) => code)).to.deep.equal(['no-camera']);
    const sdp = await call.far.answer(call.invite.body, () => call.far.addVideo());
    line.server.respond(call.invite, 200, {body: sdp});
    await call.log.until('established');
    expect(call.log.media).to.include({video: false, remoteVideo: true});
  });

  it('carries headers of the page, made safe', async () => {
    const line = await PhoneLine.connected();
    const headers = {'X-Ticket': 'a\r\nEvil: yes'};
    const session = line.engine.createSession('sip:bob@example.com', {media: {audio: true, video: false}, headers});
    await session.invite();
    const invite = await line.server.next('INVITE');
    expect(invite.header('x-ticket')).to.equal('a Evil: yes');
    expect(invite.header('evil')).to.equal('');
    expect(invite.startLine).to.equal('INVITE sip:bob@example.com SIP/2.0');
  });

  it('quotes the display name', async () => {
    const line = await PhoneLine.connected({displayName: 'Al "the\r\nbird" \\'});
    const {invite} = await ringing(line);
    expect(invite.header('from')).to.match(/^"Al \\"the bird\\" \\\\" <sip:alice@example\.com>;tag=/);
  });

  it('refuses what cannot be called before anything is sent', async () => {
    const line = await PhoneLine.connected();
    for (const target of ['', 'http://example.com', 'two words', 'a\nb']) {
      expect(() => line.dial(target), target)
        .to.throw(SipError)
        .with.property('code', 'invalid-address');
    }
    expect(line.server.summaries()).to.deep.equal([]);
  });

  it('works without an account', async () => {
    const line = await PhoneLine.connected({uri: '', credentials: undefined});
    const {invite} = await ringing(line);
    expect(invite.header('from')).to.match(/@anonymous\.invalid>/);
  });

  it('rejects invite() with the reason when there is no microphone, and is over', async () => {
    const line = await PhoneLine.connected();
    line.media.failure = new SipError('no-microphone', 'There is no microphone.');
    const {session, log} = line.dial();
    expect(await failure(session.invite())).to.include({code: 'no-microphone'});
    expect(await log.end()).to.include({cause: 'no-microphone', by: 'system', failed: true});
    expect(line.server.summaries()).to.deep.equal([]);
  });

  it('rejects invite() before it tells that it is over', async () => {
    const line = await PhoneLine.connected();
    line.media.failure = new SipError('no-microphone', 'There is no microphone.');
    const {session, log} = line.dial();
    let told: readonly string[] | undefined;
    await session.invite().catch(() => {
      told = [...log.events];
    });
    expect(told).to.deep.equal([]);
    await log.end();
  });

  it('ends with connection-error when the INVITE cannot be sent', async () => {
    const line = await PhoneLine.open();
    const {session, log} = line.dial();
    await session.invite();
    expect(await log.end()).to.include({cause: 'connection-error', by: 'system', failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('is given up after the configured time of ringing', async () => {
    const line = await PhoneLine.connected({ringOutTimeout: 20});
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    line.clock.advance(20_000);
    const cancel = await line.server.next('CANCEL');
    line.server.respond(cancel, 200);
    line.server.respond(call.invite, 487);
    expect(await call.log.end()).to.include({cause: 'no-answer', by: 'system', failed: true});
  });

  it('does not count the conversation as ringing', async () => {
    const line = await PhoneLine.connected({ringOutTimeout: 20, sessionExpires: 0});
    const call = await answered(line);
    line.clock.advance(3_600_000);
    await turn();
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('a 180 without Contact', () => {
  it('is heard, and its call can be cancelled', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180, {contact: null});
    await call.log.until('ringing 180');
    void call.session.end({status: 487});
    line.server.respond(await line.server.next('CANCEL'), 200);
    line.server.respond(call.invite, 487);
    await call.log.end();
    expect(call.log.events).to.deep.equal(['requesting', 'trying', 'ringing 180', 'ended']);
  });
});

describe('without WebRTC', () => {
  const native = globalThis.RTCPeerConnection;
  afterEach(() => {
    globalThis.RTCPeerConnection = native;
  });

  it('invite() rejects with media-unsupported, and the microphone is free again', async () => {
    const line = await PhoneLine.connected();
    delete (globalThis as {RTCPeerConnection?: unknown}).RTCPeerConnection;
    const {session, log} = line.dial();
    expect(await failure(session.invite())).to.include({code: 'media-unsupported'});
    expect(await log.end()).to.include({cause: 'media-failed', by: 'system', failed: true});
    expect(line.media.liveTracks).to.equal(0);
    expect(line.server.summaries()).to.deep.equal([]);
  });
});

describe('early media', () => {
  it('flow before the answer', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const body = await call.far.answer(call.invite.body);
    line.server.respond(call.invite, 183, {body});
    await call.log.until('early');
    expect(call.log.media?.remoteStream?.getAudioTracks()).to.have.length(1);
    line.server.respond(call.invite, 200, {body});
    await line.server.next('ACK');
    await call.log.until('established');
    expect(call.log.events).to.deep.equal(['requesting', 'ringing 183', 'early', 'established']);
    expect(line.server.count('INVITE')).to.equal(1);
  });

  it('do not lose the call when another phone of a fork answers: its media come by re-INVITE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {tag: 'voicemail', body: await call.far.answer(call.invite.body)});
    await call.log.until('early');
    const other = line.farEnd();
    line.server.respond(call.invite, 200, {tag: 'desk', body: await other.answerUnreached(call.invite.body)});
    await line.server.next('ACK');
    await call.log.until('established');
    const again = await line.server.next('INVITE');
    expect(again.tag('to')).to.equal('desk');
    const desk = line.farEnd();
    line.server.respond(again, 200, {body: await desk.answer(again.body)});
    await line.server.next('ACK');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('cancelling', () => {
  it('before a provisional response sends CANCEL as soon as one comes (RFC 3261 section 9.1)', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const ending = call.session.end({status: 487});
    await turn();
    expect(line.server.count('CANCEL')).to.equal(0);
    expect(line.media.liveTracks).to.equal(0);
    line.server.respond(call.invite, 100);
    line.server.respond(await line.server.next('CANCEL'), 200);
    line.server.respond(call.invite, 487);
    await line.server.next('ACK');
    await ending;
    expect(call.log.ends).to.deep.equal([CANCELED]);
  });

  it('while it rings sends CANCEL at once', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    void call.session.end({status: 487});
    const cancel = await line.server.next('CANCEL');
    expect(cancel.header('via')).to.equal(call.invite.header('via'));
    line.server.respond(call.invite, 487);
    expect(await call.log.end()).to.deep.equal(CANCELED);
  });

  it('before the challenge leaves no phone ringing: the INVITE is not sent again', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    void call.session.end({status: 487});
    line.server.respond(call.invite, 407, {headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"']});
    await line.server.next('ACK');
    expect(await call.log.end()).to.deep.equal(CANCELED);
    await turn();
    expect(line.server.summaries()).to.deep.equal(['INVITE', 'ACK']);
  });

  it('after the challenge was answered cancels the second INVITE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"']});
    const second = await line.server.next('INVITE');
    expect(second.header('proxy-authorization')).to.match(/^Digest /);
    line.server.respond(second, 180);
    await call.log.until('ringing 180');
    void call.session.end({status: 487});
    const cancel = await line.server.next('CANCEL');
    expect(cancel.cseq).to.equal(second.cseq);
    line.server.respond(second, 487);
    await call.log.end();
  });

  it('that crosses the 200 is followed by ACK and BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    void call.session.end({status: 487});
    await line.server.next('CANCEL');
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await line.server.next('ACK');
    await line.server.next('BYE');
    expect(await call.log.end()).to.deep.equal(CANCELED);
    expect(call.log.events).to.not.include('established');
  });

  it('is over for us after two seconds if nobody answers the CANCEL', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    const ending = call.session.end({status: 487});
    await line.server.next('CANCEL');
    expect(call.log.ends).to.deep.equal([]);
    line.clock.advance(2000);
    await ending;
    expect(call.log.ends).to.deep.equal([CANCELED]);
  });

  it('before the devices are open sends nothing, and stops tracks that come late', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const {session, log} = line.dial();
    const connecting = failure(session.invite());
    await media.asked;
    await session.end({status: 487});
    expect(log.ends).to.deep.equal([CANCELED]);
    media.proceed();
    expect(await connecting).to.include({code: 'call-failed'});
    expect(media.opened).to.have.length(1);
    expect(media.liveTracks).to.equal(0);
    expect(line.server.summaries()).to.deep.equal([]);
  });

  it('while candidates are gathered sends nothing', async () => {
    // Nobody listens there, so gathering takes as long as it may.
    const iceServers = [{urls: 'turn:127.0.0.1:61999', username: 'a', credential: 'b'}];
    const line = await PhoneLine.connected({iceServers});
    const {session, log} = line.dial();
    const connecting = failure(session.invite());
    await until(() => line.media.opened.length === 1, 'the microphone');
    await session.end({status: 487});
    await connecting;
    expect(log.ends).to.deep.equal([CANCELED]);
    expect(line.server.summaries()).to.deep.equal([]);
    expect(line.media.liveTracks).to.equal(0);
  });
});

describe('final responses', () => {
  const outcomes: Record<number, Partial<CallEnd>> = {
    302: {cause: 'redirected', by: 'remote', failed: true},
    400: {cause: 'protocol-error', by: 'system', failed: true},
    403: {cause: 'forbidden', by: 'system', failed: true},
    404: {cause: 'not-found', by: 'system', failed: true},
    408: {cause: 'unavailable', by: 'remote', failed: true},
    410: {cause: 'unavailable', by: 'remote', failed: true},
    415: {cause: 'incompatible', by: 'remote', failed: true},
    480: {cause: 'unavailable', by: 'remote', failed: true},
    481: {cause: 'dialog-gone', by: 'system', failed: true},
    484: {cause: 'address-incomplete', by: 'system', failed: true},
    486: {cause: 'busy', by: 'remote', failed: true},
    487: {cause: 'canceled', by: 'system', failed: false},
    488: {cause: 'incompatible', by: 'remote', failed: true},
    500: {cause: 'server-error', by: 'system', failed: true},
    503: {cause: 'server-error', by: 'system', failed: true},
    600: {cause: 'busy', by: 'remote', failed: true},
    603: {cause: 'declined', by: 'remote', failed: false},
    604: {cause: 'not-found', by: 'system', failed: true},
    606: {cause: 'incompatible', by: 'remote', failed: true},
  };

  for (const [status, end] of Object.entries(outcomes)) {
    it(`end the session: ${status} is ${String(end.cause)}`, async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      const headers = status === '302' ? ['Contact: <sip:carol@example.net>'] : [];
      line.server.respond(call.invite, Number(status), {phrase: 'So it is', headers});
      await line.server.next('ACK');
      expect(await call.log.end()).to.deep.equal({...end, code: Number(status), reason: 'So it is'});
      await turn();
      expect(line.server.count('INVITE')).to.equal(1);
      expect(line.media.liveTracks).to.equal(0);
    });
  }

  it('are refined by what a gateway says', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 480, {headers: ['Reason: Q.850;cause=19;text="No answer"']});
    expect(await call.log.end()).to.include({cause: 'no-answer', code: 480});
  });

  it('401 and 407 after our answer are wrong-credentials', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const headers = ['Proxy-Authenticate: Digest realm="r", nonce="n"'];
    line.server.respond(call.invite, 407, {headers});
    line.server.respond(await line.server.next('INVITE'), 407, {headers});
    expect(await call.log.end()).to.include({cause: 'wrong-credentials', code: 407, failed: true});
  });

  it('an answer without a description ends the session with ACK and BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200);
    await line.server.next('ACK');
    await line.server.next('BYE');
    expect(await call.log.end()).to.include({cause: 'bad-session-description', by: 'system', failed: true});
  });

  it('an answer that the browser cannot use ends the session with ACK and BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {body: 'v=0\r\nthis is no description\r\n'});
    await line.server.next('ACK');
    await line.server.next('BYE');
    expect(await call.log.end()).to.include({cause: 'bad-session-description', failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });
});

describe('a far end that has no tag, as in RFC 2543', () => {
  it('rings, answers, and is spoken to without one', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const {server} = line;
    const to = call.invite.header('to');
    server.respond(call.invite, 180, {tag: null});
    await call.log.until('ringing 180');
    server.respond(call.invite, 200, {tag: null, body: await call.far.answer(call.invite.body)});
    expect((await server.next('ACK')).header('to')).to.equal(to);
    await call.log.until('established');
    const held = call.session.setHeld(true);
    const again = await server.next('INVITE');
    expect([again.header('to'), again.tag('from')]).to.deep.equal([to, call.invite.tag('from')]);
    server.respond(again, 200, {tag: null, body: await call.far.answer(again.body)});
    expect((await server.next('ACK')).header('to')).to.equal(to);
    await held;
    server.request('BYE', {callId: call.invite.header('call-id'), from: to, to: call.invite.header('from'), cseq: 1});
    await server.next('200 BYE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(line.failures).to.deep.equal([]);
  });

  it('hears our BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {tag: null, body: await call.far.answer(call.invite.body)});
    await call.log.until('established');
    const ending = call.session.end({status: 480});
    const bye = await line.server.next('BYE');
    expect(bye.header('to')).to.equal(call.invite.header('to'));
    line.server.respond(bye, 200, {tag: null});
    await ending;
  });
});
