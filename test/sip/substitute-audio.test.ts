import {expect} from '@open-wc/testing';
import {countConnections, type ConnectionCount} from './harness/connections.js';
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

/** Returns the track that our side sends now, on the connection in use. */
function sent({line}: OutboundCall): MediaStreamTrack | null | undefined {
  const theirs = line.farEnds.map(({pc}) => pc);
  const ours = connections.open.filter((pc) => !theirs.includes(pc));
  return ours
    .at(-1)
    ?.getSenders()
    .find(({track}) => track?.kind === 'audio')?.track;
}

async function reinvite({line, far}: OutboundCall, done: Promise<void>): Promise<void> {
  const invite = await line.server.next('INVITE');
  line.server.respond(invite, 200, {body: await far.answer(invite.body)});
  await line.server.next('ACK');
  await done;
}

/** A call in which another sound is sent instead of the microphone. */
async function substituted() {
  const line = await PhoneLine.connected();
  const call = await answered(line);
  const microphone = call.log.media!.localStream!.getAudioTracks()[0]!;
  const mix = call.far.tone();
  const said = line.server.log.length;
  await call.session.substituteAudio(mix);
  expect(line.server.log.length, 'nothing is said to the far end').to.equal(said);
  return {line, call, microphone, mix};
}

describe('a sound in place of the microphone', () => {
  it('is sent; the microphone stays open, and ours, and is sent again afterwards', async () => {
    const {call, microphone, mix} = await substituted();
    expect(sent(call)).to.equal(mix);
    expect(call.log.media!.localStream!.getAudioTracks()).to.deep.equal([microphone]);
    await call.session.substituteAudio(null);
    expect(sent(call)).to.equal(microphone);
    expect(microphone.readyState).to.equal('live');
    expect(mix.readyState, 'it is not ours to stop').to.equal('live');
  });

  it('is not muted with the microphone, but silent on hold', async () => {
    const {call, microphone, mix} = await substituted();
    void call.session.setMuted('audio', true);
    expect([microphone.enabled, mix.enabled]).to.deep.equal([false, true]);
    void call.session.setMuted('audio', false);
    await reinvite(call, call.session.setHeld(true));
    expect(sent(call)).to.equal(mix);
    expect([microphone.enabled, mix.enabled]).to.deep.equal([false, false]);
    await call.session.substituteAudio(null);
    expect(sent(call)).to.equal(microphone);
    await call.session.substituteAudio(mix);
    await reinvite(call, call.session.setHeld(false));
    expect([microphone.enabled, mix.enabled]).to.deep.equal([true, true]);
  });

  it('outlives a change of the microphone, which is then the new one', async () => {
    const {line, call, mix} = await substituted();
    const {stream} = await line.media.open({audio: true, video: false}, {signal: new AbortController().signal});
    const [other] = stream.getTracks();
    await call.session.setTrack('audio', other!);
    expect(sent(call)).to.equal(mix);
    expect(call.log.media!.localAudio).to.equal(other);
    await call.session.substituteAudio(null);
    expect(sent(call)).to.equal(other);
  });

  it('outlives an ICE restart, and another peer connection', async () => {
    const {line, call, mix} = await substituted();
    await reinvite(call, call.session.restartMedia());
    expect(sent(call)).to.equal(mix);
    const next = line.farEnd();
    call.request('INVITE', 2, await next.offer());
    const ok = await line.server.next('200 INVITE');
    call.request('ACK', 2);
    await next.take(ok.body);
    await until(() => next.pc.connectionState === 'connected', 'the new connection');
    expect(sent(call)).to.equal(mix);
  });

  it('may come before the answer', async () => {
    const line = await PhoneLine.connected();
    const {session} = line.dial();
    const mix = line.farEnd().tone();
    await session.substituteAudio(mix);
    await session.invite();
    await line.server.next('INVITE');
    const [pc] = connections.open.filter((each) => each.signalingState === 'have-local-offer');
    expect(pc!.getSenders()[0]!.track).to.equal(mix);
  });

  it('does nothing once the call is over', async () => {
    const {line, call, mix} = await substituted();
    const over = call.session.end({status: 480});
    line.server.respond(await line.server.next('BYE'), 200);
    await over;
    expect(mix.readyState).to.equal('live');
    await call.session.substituteAudio(null);
    await call.session.substituteAudio(mix);
    expect(mix.readyState).to.equal('live');
  });
});
