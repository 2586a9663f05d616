import {expect} from '@open-wc/testing';
import {countConnections, type ConnectionCount} from './harness/connections.js';
import {directions, type FarEnd} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

let connections: ConnectionCount;
beforeEach(() => {
  connections = countConnections();
});
afterEach(async () => {
  await closeLines();
  expect(connections.open).to.have.length(0);
  connections.restore();
});

/** A call that we placed. Our peer connection is the DTLS server, or the client if the far end chose so. */
async function talking(): Promise<OutboundCall> {
  return answered(await PhoneLine.connected());
}

/** Returns the open peer connections of the phone. */
function ours({line}: OutboundCall): RTCPeerConnection[] {
  const theirs = line.farEnds.map(({pc}) => pc);
  return connections.open.filter((pc) => !theirs.includes(pc));
}

/** The far end continues from another peer connection, like a page that was reloaded. */
async function move(call: OutboundCall, cseq = 2): Promise<{next: FarEnd; answer: string}> {
  const next = call.line.farEnd();
  call.request('INVITE', cseq, await next.offer());
  call.far.pc.close();
  const ok = await call.line.server.next('200 INVITE');
  call.request('ACK', cseq);
  await next.take(ok.body);
  return {next, answer: ok.body};
}

function origin(sdp: string): {session: string; version: number} {
  const [, session, version] = /^o=(\S+ \S+) (\d+)/m.exec(sdp)!;
  return {session: session!, version: Number(version)};
}

describe('a far end that goes on from another peer connection', () => {
  it('is connected again at once, from a new connection of ours that begins the handshake', async () => {
    const call = await talking();
    const {remoteStream, localStream} = call.log.media!;
    const [before] = ours(call);
    const {next, answer} = await move(call);
    expect(answer).to.contain('a=setup:active');
    expect(directions(answer)).to.equal('audio:sendrecv');
    await until(() => next.pc.connectionState === 'connected', 'the new connection');
    const open = ours(call);
    expect(open).to.have.length(1);
    expect(open[0]).not.to.equal(before);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    const media = call.log.media!;
    expect(media.localStream).to.equal(localStream);
    expect(media.remoteStream).not.to.equal(remoteStream);
    expect(media.remoteStream!.getTracks().map(({kind, readyState}) => [kind, readyState])).to.deep.equal([
      ['audio', 'live'],
    ]);
    expect(call.line.media.opened, 'the microphone is the same').to.have.length(1);
    expect(call.line.failures).to.deep.equal([]);
  });

  it('gets descriptions of one session, with growing versions', async () => {
    const call = await talking();
    const first = origin(call.invite.body);
    const {next, answer} = await move(call);
    expect(origin(answer)).to.deep.include({session: first.session});
    expect(origin(answer).version).to.be.greaterThan(first.version);
    const held = call.session.setHeld(true);
    const reinvite = await call.line.server.next('INVITE');
    expect(origin(reinvite.body)).to.deep.include({session: first.session});
    expect(origin(reinvite.body).version).to.be.greaterThan(origin(answer).version);
    call.line.server.respond(reinvite, 200, {body: await next.answer(reinvite.body)});
    await held;
  });

  it('is kept on hold and muted, and hears us when that is over', async () => {
    const call = await talking();
    const [microphone] = call.line.media.opened[0]!.getTracks();
    const held = call.session.setHeld(true);
    const hold = await call.line.server.next('INVITE');
    call.line.server.respond(hold, 200, {body: await call.far.answer(hold.body)});
    await held;
    void call.session.setMuted('audio', true);
    const {next, answer} = await move(call);
    expect(directions(answer)).to.equal('audio:sendonly');
    expect(microphone!.enabled).to.equal(false);
    const back = call.session.setHeld(false);
    const reinvite = await call.line.server.next('INVITE');
    expect(directions(reinvite.body)).to.equal('audio:sendrecv');
    call.line.server.respond(reinvite, 200, {body: await next.answer(reinvite.body)});
    await back;
    expect(microphone!.enabled, 'still muted').to.equal(false);
    void call.session.setMuted('audio', false);
    expect(microphone!.enabled).to.equal(true);
    await until(() => call.log.media!.remoteStream?.getAudioTracks().length === 1, 'the sound of the far end');
  });

  it('can move again', async () => {
    const call = await talking();
    const first = await move(call);
    // The phase alone may still be the one before the move.
    await until(() => first.next.pc.connectionState === 'connected', 'the first new connection');
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    const {next} = await move({...call, far: first.next}, 3);
    await until(() => next.pc.connectionState === 'connected', 'the new connection');
    expect(ours(call)).to.have.length(1);
  });

  it('leaves all as it was when its offer cannot be used', async () => {
    const call = await talking();
    const {remoteStream} = call.log.media!;
    const before = ours(call);
    const offer = await call.line.farEnd().offer();
    call.request('INVITE', 2, offer.replace(/^m=audio .*$/m, 'm=audio nonsense'));
    await call.line.server.next('488 INVITE');
    await turn();
    expect(ours(call)).to.deep.equal(before);
    expect(call.log.media).to.include({phase: 'flowing', remoteStream});
    expect(call.far.pc.connectionState).to.equal('connected');
    const changed = await call.far.offer();
    call.request('INVITE', 3, changed);
    const ok = await call.line.server.next('200 INVITE');
    await call.far.take(ok.body);
    expect(ours(call)).to.deep.equal(before);
  });

  it('is told from one that merely restarts ICE', async () => {
    const call = await talking();
    const before = ours(call);
    call.far.pc.restartIce();
    call.request('INVITE', 2, await call.far.offer());
    const ok = await call.line.server.next('200 INVITE');
    await call.far.take(ok.body);
    expect(ours(call)).to.deep.equal(before);
  });

  it('may hang up meanwhile', async () => {
    const call = await talking();
    call.request('INVITE', 2, await call.line.farEnd().offer());
    call.request('BYE', 3);
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    await until(() => ours(call).length === 0, 'all connections to be closed');
    expect(call.line.media.liveTracks).to.equal(0);
  });
});
