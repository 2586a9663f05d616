import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {countConnections, type ConnectionCount} from './harness/connections.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';

let connections: ConnectionCount;
beforeEach(() => {
  connections = countConnections();
});
afterEach(async () => {
  await closeLines();
  connections.restore();
});

const VIDEO = {audio: true, video: true};

function sent({line}: OutboundCall): MediaStreamTrack | null | undefined {
  const theirs = line.farEnds.map(({pc}) => pc);
  const [pc] = connections.open.filter((each) => !theirs.includes(each));
  return pc?.getTransceivers().find(({receiver}) => receiver.track.kind === 'video')?.sender.track;
}

async function muted(cameraOff: 'black' | 'free') {
  const call = await answered(await PhoneLine.connected({cameraOff}), VIDEO);
  const camera = sent(call)!;
  const said = call.line.server.log.length;
  await call.session.setMuted('video', true);
  expect(call.line.server.log.length, 'the far end is not asked').to.equal(said);
  return {call, camera};
}

describe('a muted camera', () => {
  it('is black and stays open, unless it is to be let go', async () => {
    const {call, camera} = await muted('black');
    expect(camera).to.include({readyState: 'live', enabled: false});
    expect(sent(call)).to.equal(camera);
    await call.session.setMuted('video', false);
    expect(camera.enabled).to.equal(true);
  });
});

describe('a muted camera that is let go', () => {
  it('is stopped, and the far end sees black; unmuted, it is opened again', async () => {
    const {call, camera} = await muted('free');
    const {localStream} = call.log.media!;
    expect(camera.readyState).to.equal('ended');
    const black = sent(call)!;
    expect(black).to.include({readyState: 'live', enabled: true});
    expect(call.log.media).to.include({video: true, localVideo: null});
    expect(localStream!.getVideoTracks()).to.have.length(0);
    const said = call.line.server.log.length;
    await call.session.setMuted('video', false);
    expect(call.line.server.log.length).to.equal(said);
    const again = sent(call)!;
    expect(again).to.include({readyState: 'live', enabled: true}).and.not.equal(black);
    expect(black.readyState).to.equal('ended');
    expect(localStream!.getVideoTracks()).to.deep.equal([again]);
    expect(call.line.media.liveTracks, 'microphone and camera').to.equal(2);
  });

  it('stays muted where it cannot be opened again', async () => {
    const {call} = await muted('free');
    const black = sent(call);
    call.line.media.failure = new SipError('device-busy', 'Another program has it.');
    expect(await failure(call.session.setMuted('video', false))).to.include({code: 'device-busy'});
    expect(sent(call)).to.equal(black);
    expect(black!.readyState).to.equal('live');
    call.line.media.failure = undefined;
    await call.session.setMuted('video', false);
    expect(sent(call)).not.to.equal(black);
  });

  it('is not opened at all where it is muted before, be it in the offer or in a running call', async () => {
    const line = await PhoneLine.connected({cameraOff: 'free'});
    const {session} = line.dial('sip:bob@example.com', VIDEO);
    await session.setMuted('video', true);
    await session.invite();
    const invite = await line.server.next('INVITE');
    expect(directions(invite.body)).to.equal('audio:sendrecv video:sendrecv');
    expect(line.media.opened[0]!.getVideoTracks()).to.have.length(0);

    const call = await answered(await PhoneLine.connected({cameraOff: 'free'}));
    await call.session.setMuted('video', true);
    const on = call.session.setVideo(true);
    const reinvite = await call.line.server.next('INVITE');
    expect(directions(reinvite.body)).to.equal('audio:sendrecv video:sendrecv');
    call.line.server.respond(reinvite, 200, {body: await call.far.answer(reinvite.body)});
    await on;
    expect(call.log.media).to.include({video: true, localVideo: null});
  });

  it('is taken out of the call like any other', async () => {
    const {call} = await muted('free');
    const off = call.session.setVideo(false);
    const invite = await call.line.server.next('INVITE');
    expect(directions(invite.body)).to.equal('audio:sendrecv video:recvonly');
    call.line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await off;
    expect(call.log.media).to.include({video: false});
    expect(call.line.media.liveTracks, 'the microphone').to.equal(1);
    await call.session.setMuted('video', false);
    expect(call.line.media.liveTracks, 'no camera is opened for nothing').to.equal(1);
  });

  it('lets a screen be seen, and comes after it', async () => {
    const {call} = await muted('free');
    const black = sent(call);
    await call.session.shareScreen(true);
    expect(sent(call)?.enabled).to.equal(true);
    expect(sent(call)).not.to.equal(black);
    await call.session.setMuted('video', false);
    expect(call.log.media).to.include({screen: true, video: true});
    await call.session.shareScreen(false);
    expect(sent(call)).to.include({readyState: 'live', enabled: true}).and.not.equal(black);
  });
});
