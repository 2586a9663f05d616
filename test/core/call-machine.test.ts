import {expect} from '@open-wc/testing';
import {CALL_PHASES, canMove, isEnded, isEstablished, type CallPhase} from '../../src/core/call/call-machine.js';
import {canConnectionMove, canRegistrationMove} from '../../src/core/phone/connection-machine.js';

/** The table is written a second time here, so that a mistake in it shows. */
const MOVES: Record<CallPhase, string> = {
  new: 'requesting ringing hangup purge',
  requesting: 'trying early active hangup purge',
  trying: 'early active hangup purge',
  early: 'trying answering active hangup purge',
  ringing: 'answering early hangup purge',
  answering: 'active hangup purge',
  active: 'held recovering hangup purge',
  held: 'active recovering hangup purge',
  recovering: 'active held hangup purge',
  hangup: 'destroy purge',
  destroy: '',
  purge: '',
};

describe('the machine of a call', () => {
  it('has the twelve states of seed S4.3', () => {
    expect([...CALL_PHASES].sort()).to.deep.equal(Object.keys(MOVES).sort());
    expect(CALL_PHASES).to.have.lengthOf(12);
  });

  for (const from of CALL_PHASES) {
    it(`goes from ${from} only to: ${MOVES[from] || 'nowhere'}`, () => {
      expect(CALL_PHASES.filter((to) => canMove(from, to))).to.have.members(MOVES[from].split(' ').filter(Boolean));
    });
  }

  it('can end from every state that is not over', () => {
    for (const phase of CALL_PHASES.filter((phase) => !isEnded(phase))) {
      expect(canMove(phase, 'hangup'), phase).to.equal(true);
      expect(canMove(phase, 'purge'), phase).to.equal(true);
    }
  });

  it('counts recovering as still in conversation', () => {
    expect(CALL_PHASES.filter(isEstablished)).to.have.members(['active', 'held', 'recovering']);
  });
});

describe('the machine of a connection', () => {
  it('comes back only after it was lost', () => {
    expect(canConnectionMove('offline', 'reconnecting')).to.equal(false);
    expect(canConnectionMove('online', 'reconnecting')).to.equal(true);
    expect(canConnectionMove('reconnecting', 'online')).to.equal(true);
  });

  it('registers before it is registered', () => {
    expect(canRegistrationMove('none', 'registered')).to.equal(false);
    expect(canRegistrationMove('registering', 'registered')).to.equal(true);
    expect(canRegistrationMove('rejected', 'registering')).to.equal(true);
  });
});
