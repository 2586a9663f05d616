import {expect} from '@open-wc/testing';
import {listen} from './harness/ear.js';
import type {FarEnd} from './harness/far-end.js';
import {LoudMedia} from './harness/loud-media.js';
import {called, closeLines, PhoneLine, ringing, type LineOptions, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const BOTH = {audio: true, video: true};

/** Returns how many packets of a kind have arrived. */
async function packets({pc}: FarEnd, kind: 'audio' | 'video'): Promise<number> {
  let received = 0;
  (await pc.getStats()).forEach((entry: {type: string; kind?: string; packetsReceived?: number}) => {
    if (entry.type === 'inbound-rtp' && entry.kind === kind) received += entry.packetsReceived ?? 0;
  });
  return received;
}

async function arrived(far: FarEnd, kind: 'audio' | 'video'): Promise<void> {
  const before = await packets(far, kind);
  const from = performance.now();
  while ((await packets(far, kind)) < before + 5) {
    if (performance.now() - from > 5000) throw new Error(`Waited in vain for ${kind} of ours.`);
  }
}

async function heard(far: FarEnd): Promise<void> {
  const ear = listen(far);
  await until(() => ear.level() > 0.01, 'the far end to hear us');
  ear.close();
}

/** Expects packets, and half a second of silence in them. */
async function silent(far: FarEnd): Promise<void> {
  await arrived(far, 'audio');
  const ear = listen(far);
  let loudest = 0;
  const from = performance.now();
  await until(() => {
    loudest = Math.max(loudest, ear.level());
    return performance.now() - from > 500;
  }, 'half a second');
  ear.close();
  expect(loudest, 'how loud we are').to.be.below(0.001);
}

/** A call with early media from the far end. */
async function early(options: LineOptions = {}, media = {audio: true, video: false}) {
  const devices = new LoudMedia();
  const line = await PhoneLine.connected({media: devices, ...options});
  const call = await ringing(line, media);
  const body = await call.far.answer(call.invite.body);
  line.server.respond(call.invite, 183, {body});
  await call.log.until('early');
  await until(() => call.log.media?.phase === 'flowing', 'early media to flow');
  const accept = async () => {
    line.server.respond(call.invite, 200, {body});
    await line.server.next('ACK');
    await call.log.until('established');
  };
  return {line, devices, call, accept, far: call.far};
}

const microphone = ({log}: OutboundCall) => log.media!.localStream!.getAudioTracks()[0]!;

describe('before the far end has answered', () => {
  it('it hears nothing of us, and we hear it; with the answer it hears us', async () => {
    const {line, call, far, accept} = await early();
    await silent(far);
    const {remoteStream} = call.log.media!;
    expect(remoteStream?.getAudioTracks().map(({muted, enabled}) => [muted, enabled])).to.deep.equal([[false, true]]);
    await accept();
    await heard(far);
    expect(line.server.count('INVITE'), 'nothing is negotiated again').to.equal(1);
    expect(line.failures).to.deep.equal([]);
  });

  it('no first word is lost: the microphone is on within 50 ms of the answer', async () => {
    const {line, call} = await early();
    expect(microphone(call).enabled).to.equal(false);
    line.server.respond(call.invite, 200, {body: ''});
    const from = performance.now();
    while (!microphone(call).enabled && performance.now() - from < 1000) await Promise.resolve();
    expect(performance.now() - from).to.be.below(50);
  });

  it('it sees nothing of us either', async () => {
    const {call, far, accept} = await early({}, BOTH);
    await silent(far);
    expect(await packets(far, 'video')).to.equal(0);
    expect(call.log.media!.video).to.equal(false);
    await accept();
    await Promise.all([heard(far), arrived(far, 'video')]);
    expect(call.log.media!.video).to.equal(true);
  });

  it('it hears us if the page wants that, for menus that listen, and sees nothing all the same', async () => {
    const {far, accept} = await early({earlyMicrophone: true}, BOTH);
    await heard(far);
    expect(await packets(far, 'video')).to.equal(0);
    await accept();
    await arrived(far, 'video');
  });

  it('digits go out in the sound all the same', async () => {
    const {call} = await early();
    const sent: string[] = [];
    await call.session.sendDigits('12#', {via: 'rtp'}, (digit, via) => sent.push(`${digit} ${via}`));
    expect(sent).to.deep.equal(['1 rtp', '2 rtp', '# rtp']);
  });

  it('another microphone is as silent, and what is sent in place of it too', async () => {
    const {devices, call, far, accept} = await early();
    await call.session.setTrack('audio', devices.tone());
    await silent(far);
    const mix = devices.tone();
    await call.session.substituteAudio(mix);
    await silent(far);
    await accept();
    await heard(far);
  });

  it('muting and unmuting do not send it; who is muted stays so with the answer', async () => {
    const {call, far, accept} = await early();
    await call.session.setMuted('audio', true);
    await call.session.setMuted('audio', false);
    await silent(far);
    await call.session.setMuted('audio', true);
    await accept();
    await silent(far);
    await call.session.setMuted('audio', false);
    await heard(far);
  });

  it('an offer of the far end in UPDATE changes nothing of that', async () => {
    const {line, call, far, accept} = await early();
    call.request('UPDATE', 1, await far.offer());
    await far.take((await line.server.next('200 UPDATE')).body);
    await silent(far);
    await accept();
    await heard(far);
  });

  it('whoever gave the announcement never hears us, if somebody else answers', async () => {
    const {line, call, far} = await early();
    line.server.respond(call.invite, 200, {body: await line.farEnd().answerUnreached(call.invite.body)});
    await line.server.next('ACK');
    const again = await line.server.next('INVITE');
    await silent(far);
    const person = line.farEnd();
    line.server.respond(again, 200, {body: await person.answer(again.body)});
    await line.server.next('ACK');
    await heard(person);
  });
});

describe('without early media', () => {
  it('sound and picture are there with the answer', async () => {
    const line = await PhoneLine.connected({media: new LoudMedia()});
    const call = await ringing(line, BOTH);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    const {localStream, localVideo} = call.log.media!;
    expect(
      localStream?.getVideoTracks().map(({enabled}) => enabled),
      'one sees oneself',
    ).to.deep.equal([true]);
    expect(localVideo).to.equal(localStream?.getVideoTracks()[0]);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await line.server.next('ACK');
    await call.log.until('established');
    expect(microphone(call).enabled).to.equal(true);
    await turn();
    expect(call.log.media!.video).to.equal(true);
    await Promise.all([heard(call.far), arrived(call.far, 'video')]);
  });
});

describe('early media of ours', () => {
  it('are what the page asked for: the caller hears and sees us', async () => {
    const line = await PhoneLine.connected({media: new LoudMedia()});
    const call = await called(line, {video: true});
    await call.session.progress({code: 183, media: BOTH});
    await call.far.take((await line.server.next('183 INVITE')).body);
    await Promise.all([heard(call.far), arrived(call.far, 'video')]);
  });
});
