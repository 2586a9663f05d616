import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {countConnections, type ConnectionCount} from './harness/connections.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {until} from './harness/until.js';

let connections: ConnectionCount;
beforeEach(() => {
  connections = countConnections();
});
afterEach(async () => {
  await closeLines();
  connections.restore();
});

const VIDEO = {audio: true, video: true};

async function talking(media = {audio: true, video: false}): Promise<OutboundCall> {
  return answered(await PhoneLine.connected(), media);
}

/** The picture or the sound that our side sends now. */
function sent({line}: OutboundCall, kind: 'audio' | 'video' = 'video'): MediaStreamTrack | null | undefined {
  const theirs = line.farEnds.map(({pc}) => pc);
  const [pc] = connections.open.filter((each) => !theirs.includes(each));
  return pc?.getTransceivers().find(({receiver}) => receiver.track.kind === kind)?.sender.track;
}

/** Answers the re-INVITE of a change; returns the directions that it offered. */
async function agree({line, far}: OutboundCall): Promise<string> {
  const invite = await line.server.next('INVITE');
  line.server.respond(invite, 200, {body: await far.answer(invite.body)});
  await line.server.next('ACK');
  return directions(invite.body);
}

async function refuse({line}: OutboundCall, status: number): Promise<void> {
  line.server.respond(await line.server.next('INVITE'), status);
  await line.server.next('ACK');
}

/** The track that was opened last. */
function opened({line}: OutboundCall): MediaStreamTrack {
  return line.media.opened.at(-1)!.getVideoTracks()[0]!;
}

/** Does what the browser does when the person ends the sharing in its own bar. */
function endFromBar(track: MediaStreamTrack): void {
  track.stop();
  track.dispatchEvent(new Event('ended'));
}

describe('a screen in place of a camera', () => {
  it('is sent without a word to the far end; afterwards the camera is', async () => {
    const call = await talking(VIDEO);
    const camera = sent(call)!;
    const {localStream} = call.log.media!;
    const said = call.line.server.log.length;
    await call.session.shareScreen(true);
    const screen = opened(call);
    expect(sent(call)).to.equal(screen);
    expect(call.log.media).to.include({video: true, screen: true, localStream, localVideo: screen});
    expect(localStream!.getVideoTracks()).to.deep.equal([screen]);
    await call.session.shareScreen(false);
    expect(sent(call)).to.equal(camera);
    expect([camera.readyState, screen.readyState]).to.deep.equal(['live', 'ended']);
    expect(call.log.media).to.include({video: true, screen: false, localVideo: camera});
    expect(call.line.server.log.length).to.equal(said);
  });

  it('gives way to the camera when the person ends it in the browser', async () => {
    const call = await talking(VIDEO);
    const camera = sent(call)!;
    await call.session.shareScreen(true);
    endFromBar(opened(call));
    await until(() => sent(call) === camera, 'the camera');
    expect(call.log.media).to.include({screen: false, localVideo: camera});
    await call.session.shareScreen(true);
    expect(sent(call)).to.equal(opened(call));
  });

  it('is seen although the camera is muted, and black on hold', async () => {
    const call = await talking(VIDEO);
    await call.session.setMuted('video', true);
    await call.session.shareScreen(true);
    const screen = opened(call);
    expect(screen.enabled).to.equal(true);
    const held = call.session.setHeld(true);
    await agree(call);
    await held;
    expect(sent(call)).to.equal(screen);
    expect(screen.enabled).to.equal(false);
    await call.session.shareScreen(false);
    expect(sent(call)?.enabled, 'the camera').to.equal(false);
  });

  it('stays when the camera is taken out, and goes with a re-INVITE then', async () => {
    const call = await talking(VIDEO);
    const camera = sent(call)!;
    await call.session.shareScreen(true);
    const screen = opened(call);
    await call.session.setVideo(false);
    expect(camera.readyState).to.equal('ended');
    expect(sent(call)).to.equal(screen);
    expect(call.log.media).to.include({video: false, screen: true});
    const off = call.session.shareScreen(false);
    expect(await agree(call)).to.equal('audio:sendrecv video:recvonly');
    await off;
    expect(call.log.media).to.include({video: false, screen: false, localVideo: null});
  });

  it('outlives another peer connection of the far end', async () => {
    const call = await talking(VIDEO);
    await call.session.shareScreen(true);
    const next = call.line.farEnd();
    await next.addVideo();
    call.request('INVITE', 2, await next.offer());
    const ok = await call.line.server.next('200 INVITE');
    call.request('ACK', 2);
    await next.take(ok.body);
    await until(() => next.pc.connectionState === 'connected', 'the new connection');
    expect(sent(call)).to.equal(opened(call));
  });
});

describe('a screen without a camera', () => {
  it('is added by re-INVITE and dropped by one, on the same section again and again', async () => {
    const call = await talking();
    for (let round = 0; round < 2; round++) {
      const on = call.session.shareScreen(true);
      expect(await agree(call)).to.equal('audio:sendrecv video:sendrecv');
      await on;
      expect(sent(call)).to.equal(opened(call));
      expect(call.log.media).to.include({video: false, screen: true});
      const off = call.session.shareScreen(false);
      expect(opened(call).readyState, 'at once').to.equal('ended');
      expect(await agree(call)).to.equal('audio:sendrecv video:recvonly');
      await off;
      expect(call.log.media).to.include({screen: false, localVideo: null});
    }
  });

  it('is not told before the far end has agreed, and gone if it refuses', async () => {
    const call = await talking();
    const on = failure(call.session.shareScreen(true));
    const invite = await call.line.server.next('INVITE');
    expect(call.log.media).to.include({screen: false});
    call.line.server.respond(invite, 488);
    expect(await on).to.include({code: 'renegotiation-refused', status: 488});
    await call.line.server.next('ACK');
    expect(opened(call).readyState).to.equal('ended');
    expect(call.log.media).to.include({screen: false, localVideo: null});
    const again = call.session.shareScreen(true);
    expect(await agree(call)).to.equal('audio:sendrecv video:sendrecv');
    await again;
  });

  it('that the far end agrees to only in form is refused too', async () => {
    const call = await talking();
    const on = failure(call.session.shareScreen(true));
    const invite = await call.line.server.next('INVITE');
    const inactive = () => {
      call.far.setDirection('video', 'inactive');
    };
    call.line.server.respond(invite, 200, {body: await call.far.answer(invite.body, inactive)});
    expect(await on).to.include({code: 'renegotiation-refused'});
    expect(call.line.media.liveTracks, 'the microphone').to.equal(1);
  });

  it('ends whatever the far end says to that', async () => {
    const call = await talking();
    const on = call.session.shareScreen(true);
    await agree(call);
    await on;
    const off = call.session.shareScreen(false);
    await refuse(call, 488);
    await off;
    expect(opened(call).readyState).to.equal('ended');
    expect(call.log.media).to.include({screen: false});
    expect(sent(call)).to.equal(null);
    await call.session.setVideo(true);
    expect(sent(call), 'the picture is agreed on still').to.equal(opened(call));
    expect(call.log.media).to.include({video: true});
  });

  it('that the person ends in the browser is dropped, and the far end told', async () => {
    const call = await talking();
    const on = call.session.shareScreen(true);
    await agree(call);
    await on;
    endFromBar(opened(call));
    expect(await agree(call)).to.equal('audio:sendrecv video:recvonly');
    await until(() => call.log.media?.screen === false, 'the end of the screen');
  });

  it('makes room for a camera that is switched on meanwhile', async () => {
    const call = await talking();
    const on = call.session.shareScreen(true);
    await agree(call);
    await on;
    const screen = opened(call);
    await call.session.setVideo(true);
    const camera = opened(call);
    expect(sent(call)).to.equal(screen);
    expect(call.log.media).to.include({video: true, screen: true});
    await call.session.shareScreen(false);
    expect(sent(call)).to.equal(camera);
  });
});

describe('sharing a screen', () => {
  it('that the person does not choose is no failure of the call', async () => {
    const call = await talking(VIDEO);
    const before = call.log.media;
    call.line.media.failure = new SipError('permission-denied', 'Closed.');
    expect(await failure(call.session.shareScreen(true))).to.include({code: 'permission-denied'});
    expect(call.log.media).to.deep.equal(before);
  });

  it('is not possible before the answer, and ends with the call', async () => {
    const line = await PhoneLine.connected();
    expect(await failure(line.dial().session.shareScreen(true))).to.include({code: 'invalid-state'});
    const call = await talking(VIDEO);
    await call.session.shareScreen(true);
    const ended = call.session.end({status: 480});
    call.line.server.respond(await call.line.server.next('BYE'), 200);
    await ended;
    expect(call.line.media.liveTracks).to.equal(0);
  });

  it('that is taken back while the person chooses stops what they choose', async () => {
    const call = await talking(VIDEO);
    let choose = (): void => undefined;
    const chosen = new Promise<void>((resolve) => {
      choose = resolve;
    });
    const {media} = call.line;
    const open = media.openScreen.bind(media);
    media.openScreen = async () => {
      await chosen;
      return open({signal: new AbortController().signal});
    };
    const on = failure(call.session.shareScreen(true));
    await call.session.shareScreen(false);
    choose();
    expect(await on).to.include({code: 'call-failed'});
    expect(opened(call).readyState).to.equal('ended');
    expect(call.log.media).to.include({screen: false, video: true});
  });
});

describe('a screen with its sound', () => {
  async function sharing(): Promise<{call: OutboundCall; microphone: MediaStreamTrack; stream: MediaStream}> {
    const call = await talking(VIDEO);
    const microphone = sent(call, 'audio')!;
    call.line.media.screenSound = true;
    await call.session.shareScreen(true);
    return {call, microphone, stream: call.line.media.opened.at(-1)!};
  }

  it('is heard in one with the microphone, which is still muted and exchanged alone', async () => {
    const {call, microphone, stream} = await sharing();
    const both = sent(call, 'audio')!;
    expect([microphone, ...stream.getTracks()]).not.to.include(both);
    expect(call.log.media!.localStream!.getAudioTracks()).to.deep.equal([both]);
    const heard = () =>
      call.line.media.mixed.flatMap(({local, remote}) => [...local.getTracks(), ...remote.getTracks()]);
    expect(heard()).to.have.members([microphone, ...stream.getTracks()]);
    await call.session.setMuted('audio', true);
    expect([microphone.enabled, both.enabled]).to.deep.equal([false, true]);
    const other = microphone.clone();
    await call.session.setTrack('audio', other);
    expect(sent(call, 'audio')).to.equal(both);
    expect(heard()).to.have.members([other, ...stream.getTracks()]);
    await call.session.shareScreen(false);
    expect(sent(call, 'audio')).to.equal(other);
    expect(other.readyState).to.equal('live');
  });

  it('ends with the picture, and with the call', async () => {
    const first = await sharing();
    endFromBar(first.stream.getVideoTracks()[0]!);
    await until(() => sent(first.call, 'audio') === first.microphone, 'the microphone alone');
    expect(first.stream.getTracks().map(({readyState}) => readyState)).to.deep.equal(['ended', 'ended']);
    expect(first.call.line.media.mixed).to.deep.equal([]);

    await first.call.session.shareScreen(true);
    first.call.request('BYE', 1);
    await first.call.log.until('ended');
    expect(first.call.line.media.liveTracks).to.equal(0);
    expect(first.call.line.media.mixed).to.deep.equal([]);
  });

  it('that the browser cannot mix is not shared, and the microphone goes on', async () => {
    const call = await talking(VIDEO);
    const microphone = sent(call, 'audio');
    const {media} = call.line;
    media.screenSound = true;
    media.mix = () => Promise.reject(new SipError('media-failed', 'No Web Audio.'));
    expect(await failure(call.session.shareScreen(true))).to.include({code: 'media-failed'});
    expect(sent(call, 'audio')).to.equal(microphone);
    expect(
      media.opened
        .at(-1)!
        .getTracks()
        .map(({readyState}) => readyState),
    ).to.deep.equal(['ended', 'ended']);
    expect(call.log.media).to.include({screen: false});
  });
});
