import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {SlowMedia} from './harness/slow-media.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

/** Answers the re-INVITE that a change sends; returns offer and answer by their directions. */
async function agree(
  call: OutboundCall,
  prepare?: () => void | Promise<void>,
): Promise<{offer: string; answer: string}> {
  const {line, far} = call;
  const invite = await line.server.next('INVITE');
  const sdp = await far.answer(invite.body, prepare);
  line.server.respond(invite, 200, {body: sdp});
  await line.server.next('ACK');
  return {offer: directions(invite.body), answer: directions(sdp)};
}

let cseq = 1;
/** The far end changes the call. */
async function remoteOffer(
  call: OutboundCall,
  prepare: () => void | Promise<void>,
): Promise<{offer: string; answer: string}> {
  const sdp = await call.far.offer(prepare);
  call.request('INVITE', ++cseq, sdp);
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', cseq);
  await turn();
  return {offer: directions(sdp), answer: directions(ok.body)};
}

async function refuse(call: OutboundCall, status: number): Promise<SipMessage> {
  const invite = await call.line.server.next('INVITE');
  call.line.server.respond(invite, status, {phrase: 'No'});
  await call.line.server.next('ACK');
  return invite;
}

/** Makes each further attempt collide with a change of the far end again. */
async function refuseAgain(call: OutboundCall, times: number): Promise<void> {
  const {line} = call;
  for (let time = 0; time < times; time++) {
    await until(() => line.waiting > 0, 'the delay');
    line.clock.advance(4000);
    await refuse(call, 491);
  }
}

describe('hold', () => {
  it('offers sendonly, silences what we send, and takes it back with sendrecv', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const [microphone] = line.media.opened[0]!.getAudioTracks();
    const held = call.session.setHeld(true);
    expect((await agree(call)).offer).to.equal('audio:sendonly');
    await held;
    expect(microphone?.enabled).to.equal(false);
    expect(call.log.media?.remoteHeld).to.equal(false);
    const back = call.session.setHeld(false);
    expect((await agree(call)).offer).to.equal('audio:sendrecv');
    await back;
    expect(microphone?.enabled).to.equal(true);
    expect(microphone?.readyState).to.equal('live');
  });

  it('offers inactive where that is wanted, and takes it back with sendrecv', async () => {
    const line = await PhoneLine.connected({holdDirection: 'inactive'});
    const call = await answered(line, {audio: true, video: true});
    const held = call.session.setHeld(true);
    expect((await agree(call)).offer).to.equal('audio:inactive video:inactive');
    await held;
    expect(call.log.media?.remoteHeld, 'their answer cannot be anything else').to.equal(false);
    expect((await remoteOffer(call, () => undefined)).answer).to.equal('audio:inactive video:inactive');
    const back = call.session.setHeld(false);
    expect((await agree(call)).offer).to.equal('audio:sendrecv video:sendrecv');
    await back;
  });

  it('does not unmute a muted microphone on the way back', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const [microphone] = line.media.opened[0]!.getAudioTracks();
    void call.session.setMuted('audio', true);
    for (const wanted of [true, false]) {
      const done = call.session.setHeld(wanted);
      await agree(call);
      await done;
      expect(microphone?.enabled).to.equal(false);
    }
    void call.session.setMuted('audio', false);
    expect(microphone?.enabled).to.equal(true);
  });

  for (const status of [302, 415, 488, 500]) {
    it(`refused with ${String(status)} leaves everything as it was, and works the next time`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const [microphone] = line.media.opened[0]!.getAudioTracks();
      const held = failure(call.session.setHeld(true));
      await refuse(call, status);
      expect(await held).to.include({code: 'renegotiation-refused', status});
      expect(microphone?.enabled).to.equal(true);
      expect(call.log.ends).to.deep.equal([]);
      const again = call.session.setHeld(true);
      expect((await agree(call)).offer).to.equal('audio:sendonly');
      await again;
    });
  }

  it('refused does not spoil the next offer of the far end', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = failure(call.session.setHeld(true));
    await refuse(call, 488);
    await held;
    const {answer} = await remoteOffer(call, () => undefined);
    expect(answer).to.equal('audio:sendrecv');
  });

  it('a 200 without a description counts as refused', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = failure(call.session.setHeld(true));
    line.server.respond(await line.server.next('INVITE'), 200);
    await line.server.next('ACK');
    expect(await held).to.include({code: 'renegotiation-refused'});
    const again = call.session.setHeld(true);
    await agree(call);
    await again;
  });

  it('asked for twice sends one re-INVITE', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const both = Promise.all([call.session.setHeld(true), call.session.setHeld(true)]);
    await agree(call);
    await both;
    expect(line.server.count('INVITE')).to.equal(2);
  });

  it('changes are sent one after the other', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const both = Promise.all([call.session.setHeld(true), call.session.setHeld(false)]);
    const first = await line.server.next('INVITE');
    await turn();
    expect(line.server.count('INVITE')).to.equal(2);
    line.server.respond(first, 200, {body: await call.far.answer(first.body)});
    expect((await agree(call)).offer).to.equal('audio:sendrecv');
    await both;
  });

  it('is not possible before the answer', async () => {
    const line = await PhoneLine.connected();
    const {session} = line.dial();
    expect(await failure(session.setHeld(true))).to.include({code: 'invalid-state'});
    expect(await failure(session.setVideo(true))).to.include({code: 'invalid-state'});
  });
});

describe('hold by the far end', () => {
  it('is told, and so is its end', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const hold = await remoteOffer(call, () => {
      call.far.setDirection('audio', 'sendonly');
    });
    expect(hold.answer).to.equal('audio:recvonly');
    expect(call.log.media?.remoteHeld).to.equal(true);
    const back = await remoteOffer(call, () => {
      call.far.setDirection('audio', 'sendrecv');
    });
    expect(back.answer).to.equal('audio:sendrecv');
    expect(call.log.media?.remoteHeld).to.equal(false);
  });

  it('does not change what we offer next: an offerless re-INVITE gets sendrecv (RFC 6337 section 5.1)', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await remoteOffer(call, () => {
      call.far.setDirection('audio', 'inactive');
    });
    expect(call.log.media?.remoteHeld).to.equal(true);
    call.request('INVITE', ++cseq);
    const ok = await line.server.next('200 INVITE');
    expect(directions(ok.body)).to.equal('audio:sendrecv');
    const answer = await call.far.answer(ok.body, () => {
      call.far.setDirection('audio', 'sendrecv');
    });
    call.request('ACK', cseq, answer);
    await until(() => call.log.media?.remoteHeld === false, 'the end of the hold');
  });

  it('and hold by us are kept apart', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await remoteOffer(call, () => {
      call.far.setDirection('audio', 'sendonly');
    });
    const held = call.session.setHeld(true);
    expect((await agree(call)).offer).to.equal('audio:inactive');
    await held;
    expect(call.log.media?.remoteHeld).to.equal(true);
    const resumed = await remoteOffer(call, () => {
      call.far.setDirection('audio', 'sendrecv');
    });
    expect(resumed.answer).to.equal('audio:sendonly');
    expect(call.log.media?.remoteHeld).to.equal(false);
    const back = call.session.setHeld(false);
    expect(await agree(call)).to.deep.equal({offer: 'audio:sendrecv', answer: 'audio:sendrecv'});
    await back;
  });

  it('an ACK that should bring the answer and does not ends the call', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('INVITE', ++cseq);
    await line.server.next('200 INVITE');
    call.request('ACK', cseq);
    await line.server.next('BYE');
    expect(await call.log.end()).to.include({cause: 'bad-session-description', by: 'system', failed: true});
  });
});

describe('a picture', () => {
  it('is added, dropped and added again on the same media section', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    for (let round = 0; round < 2; round++) {
      const on = call.session.setVideo(true);
      const added = await agree(call, () => call.far.addVideo());
      await on;
      expect(added).to.deep.equal({
        offer: 'audio:sendrecv video:sendrecv',
        answer: 'audio:sendrecv video:sendrecv',
      });
      expect(call.log.media).to.include({video: true, remoteVideo: true});
      const camera = line.media.opened.at(-1)!.getVideoTracks()[0]!;
      expect(call.log.media?.localStream?.getVideoTracks()).to.deep.equal([camera]);
      const off = call.session.setVideo(false);
      expect((await agree(call)).offer).to.equal('audio:sendrecv video:recvonly');
      await off;
      expect(camera.readyState).to.equal('ended');
      expect(call.log.media).to.include({video: false, remoteVideo: true});
    }
    expect(line.media.liveTracks).to.equal(1);
  });

  it('of the far end is received, not answered with ours, and its end is noticed', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const added = await remoteOffer(call, () => call.far.addVideo());
    expect(added.answer).to.equal('audio:sendrecv video:recvonly');
    expect(call.log.media).to.include({video: false, remoteVideo: true});
    expect(call.log.media?.remoteStream?.getVideoTracks()).to.have.length(1);
    const on = call.session.setVideo(true);
    expect((await agree(call)).offer).to.equal('audio:sendrecv video:sendrecv');
    await on;
    const dropped = await remoteOffer(call, () => {
      call.far.setDirection('video', 'recvonly');
    });
    expect(dropped.answer).to.equal('audio:sendrecv video:sendonly');
    expect(call.log.media).to.include({video: true, remoteVideo: false});
    expect(call.log.media?.remoteStream?.getVideoTracks()).to.have.length(0);
  });

  it('refused by the far end turns the camera off again and leaves no section behind', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const on = failure(call.session.setVideo(true));
    await refuse(call, 488);
    expect(await on).to.include({code: 'renegotiation-refused', status: 488});
    expect(line.media.liveTracks).to.equal(1);
    expect(call.log.media?.localStream?.getVideoTracks()).to.have.length(0);
    const held = call.session.setHeld(true);
    // Firefox offers a rejected section where Chromium offers none; neither may bring the picture back.
    expect((await agree(call)).offer).to.match(/^audio:sendonly( video:rejected)?$/);
    await held;
  });

  it('refused by the far end can be offered again', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const on = failure(call.session.setVideo(true));
    await refuse(call, 488);
    await on;
    const again = call.session.setVideo(true);
    expect((await agree(call, () => call.far.addVideo())).offer).to.equal('audio:sendrecv video:sendrecv');
    await again;
    expect(call.log.media).to.include({video: true, remoteVideo: true});
  });

  for (const status of [491, 500]) {
    it(`refused with ${String(status)}, which refuses only the moment, works the next time`, async () => {
      const line = await PhoneLine.connected({sessionExpires: 0});
      const call = await answered(line);
      const on = failure(call.session.setVideo(true));
      await refuse(call, status);
      if (status === 491) await refuseAgain(call, 4);
      await on;
      const held = call.session.setHeld(true);
      expect((await agree(call)).offer).to.match(/^audio:sendonly( video:inactive)?$/);
      await held;
      const back = call.session.setHeld(false);
      await agree(call);
      await back;
      const again = call.session.setVideo(true);
      expect((await agree(call, () => call.far.addVideo())).offer).to.equal('audio:sendrecv video:sendrecv');
      await again;
      expect(call.log.media).to.include({video: true, remoteVideo: true});
    });
  }

  it('that the far end agrees to only in form is refused too', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const on = failure(call.session.setVideo(true));
    await agree(call, () => {
      call.far.setDirection('video', 'inactive');
    });
    expect(await on).to.include({code: 'renegotiation-refused'});
    expect(line.media.liveTracks).to.equal(1);
    expect(call.log.media).to.include({video: false});
    const again = call.session.setVideo(true);
    const added = await agree(call, () => call.far.addVideo());
    expect(added.offer).to.equal('audio:sendrecv video:sendrecv');
    await again;
  });

  it('that is rejected by port 0 can be offered again without a third section', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const on = failure(call.session.setVideo(true));
    const invite = await line.server.next('INVITE');
    const answer = await call.far.answer(invite.body);
    const body = answer.replace(/^m=video \d+/m, 'm=video 0').replace(/^(a=group:BUNDLE \S+).*$/m, '$1');
    line.server.respond(invite, 200, {body});
    expect(await on).to.include({code: 'renegotiation-refused'});
    expect(line.media.liveTracks).to.equal(1);
    const held = failure(call.session.setHeld(true));
    expect(directions((await refuse(call, 488)).body)).to.equal('audio:sendonly video:rejected');
    await held;
    const again = failure(call.session.setVideo(true));
    expect(directions((await refuse(call, 488)).body)).to.equal('audio:sendrecv video:sendrecv');
    await again;
  });

  it('rejects with the error of the camera, and can be tried again', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.media.failure = new SipError('permission-denied', 'No.');
    expect(await failure(call.session.setVideo(true))).to.include({code: 'permission-denied'});
    expect(line.server.count('INVITE')).to.equal(1);
    line.media.failure = undefined;
    const on = call.session.setVideo(true);
    await agree(call, () => call.far.addVideo());
    await on;
  });

  it('that is taken back while the person is asked is never sent', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const opening = answered(line);
    await media.asked;
    media.proceed();
    const call = await opening;
    const on = failure(call.session.setVideo(true));
    await call.session.setVideo(false);
    media.proceed();
    expect(await on).to.include({code: 'call-failed'});
    expect(line.server.count('INVITE')).to.equal(1);
    expect(line.media.liveTracks).to.equal(1);
  });

  it('holds with the call', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const on = call.session.setVideo(true);
    await agree(call, () => call.far.addVideo());
    await on;
    const held = call.session.setHeld(true);
    expect((await agree(call)).offer).to.equal('audio:sendonly video:sendonly');
    await held;
    const camera = line.media.opened.at(-1)!.getVideoTracks()[0];
    expect(camera?.enabled).to.equal(false);
    const back = call.session.setHeld(false);
    expect((await agree(call)).offer).to.equal('audio:sendrecv video:sendrecv');
    await back;
    expect(camera?.enabled).to.equal(true);
  });
});

describe('changes from both sides at once', () => {
  it('ours answered 491 is tried once more after the time of RFC 3261 section 14.1', async () => {
    const line = await PhoneLine.connected({sessionExpires: 0});
    const call = await answered(line);
    const held = call.session.setHeld(true);
    await refuse(call, 491);
    await until(() => line.waiting > 0, 'the delay');
    line.clock.advance(2000);
    await turn();
    expect(line.server.count('INVITE')).to.equal(2);
    line.clock.advance(2000);
    expect((await agree(call)).offer).to.equal('audio:sendonly');
    await held;
  });

  it('ours with a new picture survives a 491 as well', async () => {
    const line = await PhoneLine.connected({sessionExpires: 0});
    const call = await answered(line);
    const on = call.session.setVideo(true);
    await refuse(call, 491);
    await until(() => line.waiting > 0, 'the delay');
    line.clock.advance(4000);
    expect((await agree(call, () => call.far.addVideo())).offer).to.equal('audio:sendrecv video:sendrecv');
    await on;
    expect(call.log.media).to.include({video: true, remoteVideo: true});
    expect(line.media.liveTracks).to.equal(2);
  });

  it('491 five times is told', async () => {
    const line = await PhoneLine.connected({sessionExpires: 0});
    const call = await answered(line);
    const on = failure(call.session.setVideo(true));
    await refuse(call, 491);
    await refuseAgain(call, 4);
    expect(await on).to.include({code: 'renegotiation-refused', status: 491});
    expect(line.media.liveTracks).to.equal(1);
  });

  it('theirs gets 491 while ours is open, and works afterwards', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    const ours = await line.server.next('INVITE');
    call.request('INVITE', ++cseq, ours.body.replaceAll('sendonly', 'sendrecv'));
    await line.server.next('491 INVITE');
    line.server.respond(ours, 200, {body: await call.far.answer(ours.body)});
    await held;
    const {answer} = await remoteOffer(call, () => undefined);
    expect(answer).to.equal('audio:sendonly');
  });

  it('theirs gets 491 also while our offer is still being made', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const sdp = await call.far.offer();
    const held = call.session.setHeld(true);
    // The change has begun, and its offer is not made yet.
    for (let turns = 0; turns < 3; turns++) await Promise.resolve();
    call.request('INVITE', ++cseq, sdp);
    await line.server.next('491 INVITE');
    await call.far.pc.setLocalDescription({type: 'rollback'});
    await agree(call);
    await held;
  });

  it('theirs gets 491 also while ours, which was refused, is being taken back', async () => {
    const line = await PhoneLine.connected({sessionExpires: 0});
    const call = await answered(line);
    const sdp = await call.far.offer();
    const held = call.session.setHeld(true);
    await refuse(call, 491);
    // The rollback has begun and is not finished yet.
    for (let turns = 0; turns < 8; turns++) await Promise.resolve();
    call.request('INVITE', ++cseq, sdp);
    await line.server.next('491 INVITE');
    await call.far.pc.setLocalDescription({type: 'rollback'});
    await until(() => line.waiting > 0, 'the delay');
    line.clock.advance(4000);
    await agree(call);
    await held;
  });

  it('ours waits for the ACK of theirs', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('INVITE', ++cseq, await call.far.offer());
    const ok = await line.server.next('200 INVITE');
    const held = call.session.setHeld(true);
    await turn();
    expect(line.server.count('INVITE')).to.equal(1);
    await call.far.take(ok.body);
    call.request('ACK', cseq);
    await agree(call);
    await held;
  });

  it('481 to a re-INVITE means that the call is gone', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = failure(call.session.setHeld(true));
    await refuse(call, 481);
    await held;
    expect(await call.log.end()).to.include({cause: 'dialog-gone', by: 'system', failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('BYE during a re-INVITE ends both', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = failure(call.session.setHeld(true));
    await line.server.next('INVITE');
    call.request('BYE', ++cseq);
    expect(await call.log.end()).to.include({cause: 'hangup', by: 'remote'});
    expect(await held).to.include({code: 'call-failed'});
  });

  it('an offer that cannot be used is refused with 488, and the call goes on', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('INVITE', ++cseq, 'v=0\r\nnonsense\r\n');
    await line.server.next('488 INVITE');
    const {answer} = await remoteOffer(call, () => undefined);
    expect(answer).to.equal('audio:sendrecv');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('a change that is not decided', () => {
  for (const [what, status] of [
    ['the next server only has it', 100],
    ['somebody is asked', 183],
  ] as const) {
    it(`is canceled when ${what}, and the call goes on as it was`, async () => {
      const call = await answered(await PhoneLine.connected({sessionExpires: 0}));
      const {server} = call.line;
      const held = failure(call.session.setHeld(true));
      const invite = await server.next('INVITE');
      server.respond(invite, status);
      await turn();
      call.line.clock.advance(31_999);
      await turn();
      expect(server.count('CANCEL')).to.equal(0);
      call.line.clock.advance(1);
      const cancel = await server.next('CANCEL');
      expect(cancel.cseq).to.equal(invite.cseq);
      server.respond(cancel, 200);
      server.respond(invite, 487);
      expect(await held).to.include({code: 'renegotiation-refused', status: 487});
      const again = call.session.setHeld(true);
      expect((await agree(call)).offer).to.equal('audio:sendonly');
      await again;
      expect(call.log.ends).to.deep.equal([]);
    });
  }

  it('waits on while news of it come, but not for ever', async () => {
    const call = await answered(await PhoneLine.connected({sessionExpires: 0}));
    const {server} = call.line;
    const held = failure(call.session.setHeld(true));
    const invite = await server.next('INVITE');
    for (let seconds = 0; seconds < 90; seconds += 30) {
      server.respond(invite, 183);
      await turn();
      expect(server.count('CANCEL')).to.equal(0);
      call.line.clock.advance(30_000);
      await turn();
    }
    server.respond(await server.next('CANCEL'), 200);
    server.respond(invite, 487);
    expect(await held).to.include({code: 'renegotiation-refused'});
  });

  it('whose answer crosses the CANCEL is made', async () => {
    const call = await answered(await PhoneLine.connected({sessionExpires: 0}));
    const {server} = call.line;
    const held = call.session.setHeld(true);
    const invite = await server.next('INVITE');
    server.respond(invite, 100);
    await turn();
    call.line.clock.advance(32_000);
    await server.next('CANCEL');
    server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await server.next('ACK');
    await held;
  });

  it('by somebody who does not even hear the CANCEL ends the call (RFC 5057)', async () => {
    const call = await answered(await PhoneLine.connected({sessionExpires: 0}));
    const {server} = call.line;
    const held = failure(call.session.setHeld(true));
    server.respond(await server.next('INVITE'), 100);
    await turn();
    call.line.clock.advance(32_000);
    await server.next('CANCEL');
    call.line.clock.advance(5000);
    await held;
    server.respond(await server.next('BYE'), 200);
    expect(await call.log.end()).to.include({by: 'system', cause: 'timeout'});
  });
});
