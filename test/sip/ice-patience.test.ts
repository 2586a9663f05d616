import {expect} from '@open-wc/testing';
import {IcePatience} from '../../src/sip/media/ice-patience.js';
import {FakeClock} from '../../src/testing/fake-clock.js';

const WHOLE = 1500;

/** A stand-in for a peer connection; only its candidates matter. */
const connection = () => new EventTarget() as RTCPeerConnection;

function arrive(pc: RTCPeerConnection, type: RTCIceCandidateType): void {
  pc.dispatchEvent(Object.assign(new Event('icecandidate'), {candidate: {type}}));
}

describe('the patience with STUN and TURN servers', () => {
  it('is whole at first, and short after they did not answer', () => {
    const patience = new IcePatience(new FakeClock());
    expect(patience.limit(connection(), WHOLE)).to.equal(WHOLE);
    patience.learn(connection(), true);
    expect(patience.limit(connection(), WHOLE)).to.equal(300);
    expect(patience.limit(connection(), 200)).to.equal(200);
  });

  it('is whole again when one of them answers late, when all did, and when others are asked', () => {
    const patience = new IcePatience(new FakeClock());
    const late = connection();
    patience.learn(late, true);
    arrive(late, 'host');
    expect(patience.limit(connection(), WHOLE)).to.equal(300);
    arrive(late, 'relay');
    expect(patience.limit(connection(), WHOLE)).to.equal(WHOLE);
    patience.learn(connection(), true);
    patience.learn(connection(), false);
    expect(patience.limit(connection(), WHOLE)).to.equal(WHOLE);
    patience.learn(connection(), true);
    patience.forget();
    expect(patience.limit(connection(), WHOLE)).to.equal(WHOLE);
  });

  it('is whole again after five minutes: a server may have come back', () => {
    const clock = new FakeClock();
    const patience = new IcePatience(clock);
    patience.learn(connection(), true);
    clock.advance(299_000);
    expect(patience.limit(connection(), WHOLE)).to.equal(300);
    clock.advance(1000);
    expect(patience.limit(connection(), WHOLE)).to.equal(WHOLE);
  });

  it('counts from when gathering began, not from the click', () => {
    const clock = new FakeClock();
    const patience = new IcePatience(clock);
    const ahead = connection();
    patience.begin(ahead);
    clock.advance(1000);
    expect(patience.limit(ahead, WHOLE)).to.equal(500);
    clock.advance(1000);
    expect(patience.limit(ahead, WHOLE)).to.equal(0);
  });
});
