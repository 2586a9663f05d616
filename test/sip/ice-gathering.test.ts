import {expect} from '@open-wc/testing';
import {systemClock} from '../../src/core/clock.js';
import {candidatesGathered, gatheringPolicy} from '../../src/sip/media/ice-gathering.js';

/** A port of this machine above the ephemeral range: nobody listens there, and no network is needed. */
const DEAD = '127.0.0.1:61999';

const connections: RTCPeerConnection[] = [];
afterEach(() => {
  for (const pc of connections.splice(0)) pc.close();
});

/** Returns the milliseconds until an offer with these servers is good enough, and the offer. */
async function gather(configuration: RTCConfiguration, signal = new AbortController().signal) {
  const pc = new RTCPeerConnection(configuration);
  connections.push(pc);
  pc.addTransceiver('audio');
  await pc.setLocalDescription(await pc.createOffer());
  const start = performance.now();
  const report = await candidatesGathered(pc, {policy: gatheringPolicy(configuration), clock: systemClock, signal});
  return {report, time: performance.now() - start, sdp: pc.localDescription?.sdp ?? '', pc};
}

describe('waiting for candidates', () => {
  it('takes less than 300 ms without servers', async () => {
    // The best of three counts, because the test measures our waiting and not the load of the machine.
    const rounds = [await gather({}), await gather({}), await gather({})];
    expect(Math.min(...rounds.map(({time}) => time))).to.be.below(300);
    for (const {sdp} of rounds) expect(sdp).to.include('typ host');
  });

  it('takes less than 1600 ms when the TURN server is dead', async () => {
    const iceServers = [{urls: `turn:${DEAD}`, username: 'a', credential: 'b'}];
    const {time, sdp} = await gather({iceServers});
    expect(time).to.be.below(1600);
    expect(sdp).to.include('typ host');
  });

  it('takes less than 1600 ms when the STUN server is dead', async () => {
    const {time, sdp} = await gather({iceServers: [{urls: [`stun:${DEAD}`]}]});
    expect(time).to.be.below(1600);
    expect(sdp).to.include('typ host');
  });

  it('ends at once when it is no longer wanted', async () => {
    const abort = new AbortController();
    abort.abort();
    const {time} = await gather({iceServers: [{urls: `turn:${DEAD}`, username: 'a', credential: 'b'}]}, abort.signal);
    expect(time).to.be.below(50);
  });

  it('costs nothing when all is there already', async () => {
    const {pc} = await gather({});
    const start = performance.now();
    const {signal} = new AbortController();
    await candidatesGathered(pc, {policy: gatheringPolicy({}), clock: systemClock, signal});
    expect(performance.now() - start).to.be.below(100);
  });

  it('wants what the configured servers can bring', () => {
    const wanted = (configuration: RTCConfiguration) => [...gatheringPolicy(configuration).wanted];
    expect(wanted({})).to.deep.equal(['host']);
    expect(wanted({iceServers: [{urls: 'stun:a'}]})).to.deep.equal(['host', 'srflx']);
    expect(wanted({iceServers: [{urls: ['stun:a', 'turns:b']}]})).to.deep.equal(['host', 'srflx', 'relay']);
    expect(wanted({iceServers: [{urls: 'turn:b'}], iceTransportPolicy: 'relay'})).to.deep.equal(['relay']);
  });
});
