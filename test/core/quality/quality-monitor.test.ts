import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../../src/core/config/phone-options.js';
import {SipError} from '../../../src/core/errors.js';
import {bench, settle} from '../setup.js';
import {Talk} from './figures.js';

/** A call in conversation; the test makes its statistics. */
async function talking(options: Partial<PhoneOptions> = {}) {
  const table = bench(options);
  await table.phone.start();
  const call = table.phone.dial('1002');
  await settle();
  const talk = new Talk();
  const session = table.engine.last;
  session.statistics = talk.snapshot;
  session.answer();
  await settle();
  /** Lets seconds pass. */
  const pass = async (seconds: number, second?: Parameters<Talk['second']>[0]) => {
    for (let count = 0; count < seconds; count++) {
      session.statistics = talk.second(second).snapshot;
      table.clock.advance(1000);
      await settle();
    }
  };
  return {...table, call, session, talk, pass};
}

describe('the quality of a call', () => {
  it('is sampled every second while it is in conversation', async () => {
    const {call, seen, pass, session} = await talking();
    expect(call.snapshot.quality).to.equal(null);
    await pass(3);
    expect(seen('sip-quality')).to.have.length(3);
    expect(call.snapshot.quality).to.equal(seen('sip-quality')[2]!.sample);
    expect(call.snapshot.quality?.selectedCodec).to.equal('opus');
    expect(call.snapshot.quality?.mosEstimate).to.be.greaterThan(4);
    session.hangup();
    await pass(3);
    expect(seen('sip-quality')).to.have.length(3);
    expect(call.snapshot.quality, 'the last one stays').to.not.equal(null);
  });

  it('costs nothing after the call, or where nobody wants it', async () => {
    const {clock, call, pass} = await talking();
    const before = clock.pending;
    await call.hangup();
    await settle();
    expect(clock.pending).to.be.at.most(before);
    clock.advance(20_000);
    await settle();
    expect(clock.pending).to.equal(0);
    await pass(2);
    const unwanted = await talking({quality: false});
    await unwanted.pass(10, {received: 0});
    expect(unwanted.seen('sip-quality')).to.deep.equal([]);
    expect(unwanted.seen('sip-warning')).to.deep.equal([]);
  });

  it('is told by warnings that come and go', async () => {
    const {call, seen, pass} = await talking();
    await pass(6, {received: 0});
    const [{warning, error}] = seen('sip-warning') as [ReturnType<typeof seen<'sip-warning'>>[0]];
    expect(warning).to.include({kind: 'one-way-audio', direction: 'inbound', cause: 'nothing-arrives', error: null});
    expect(warning.since).to.be.instanceOf(Date);
    expect(error).to.equal(null);
    expect(call.snapshot.warnings).to.deep.equal([warning]);
    await pass(10);
    expect(seen('sip-warning')).to.have.length(1);
    expect(seen('sip-warning-cleared').map((detail) => detail.warning)).to.deep.equal([warning]);
    expect(call.snapshot.warnings).to.deep.equal([]);
  });

  it('is no reason to warn on hold, and whatever was said before is over', async () => {
    const {call, session, seen, pass} = await talking();
    await pass(6, {received: 0});
    session.hold();
    await settle();
    await pass(30, {received: 0});
    expect(seen('sip-warning-cleared')).to.have.length(1);
    expect(call.snapshot.warnings).to.deep.equal([]);
    expect(seen('sip-warning')).to.have.length(1);
    session.hold(false);
    await call.hold();
    await pass(30, {received: 0, sent: 0});
    expect(seen('sip-warning')).to.have.length(1);
    await call.unhold();
    await pass(12, {received: 0});
    expect(seen('sip-warning')).to.have.length(2);
  });

  it('is sampled less often on hold', async () => {
    const {call, seen, pass} = await talking();
    await call.hold();
    await settle();
    const before = seen('sip-quality').length;
    await pass(20);
    expect(seen('sip-quality').length - before).to.be.within(3, 5);
  });

  it('is no reason to warn while the call is being brought back', async () => {
    const {session, seen, pass} = await talking();
    session.lose();
    session.media({phase: 'lost'});
    await pass(30, {received: 0, sent: 0});
    expect(seen('sip-warning')).to.deep.equal([]);
  });

  it('may be unknown: a browser that fails is asked again', async () => {
    const {session, seen, pass} = await talking();
    const {stats} = session;
    session.stats = () => Promise.reject(new Error('no statistics'));
    await pass(3);
    expect(seen('sip-quality')).to.deep.equal([]);
    session.stats = stats;
    await pass(2);
    expect(seen('sip-quality')).to.not.deep.equal([]);
  });

  it('is not asked for again before there was an answer', async () => {
    const {session, pass} = await talking();
    let asked = 0;
    session.stats = () => {
      asked++;
      return new Promise(() => undefined);
    };
    await pass(5);
    expect(asked).to.equal(1);
  });

  it('begins anew with another peer connection', async () => {
    const {session, seen, pass, talk} = await talking();
    await pass(3);
    session.statistics = null;
    await pass(0);
    talk.received = 0;
    talk.sent = 0;
    await pass(3);
    expect(seen('sip-quality').at(-1)!.sample.inboundLoss).to.equal(0);
    expect(seen('sip-warning')).to.deep.equal([]);
  });
});

describe('a missing device', () => {
  const missing = new SipError('no-camera', 'There is no camera.');

  it('is a warning, until there is a picture', async () => {
    const {call, session, seen} = await talking();
    session.listener!.deviceMissing(missing);
    expect(call.snapshot.warnings).to.have.length(1);
    const [{warning, error}] = seen('sip-warning') as [ReturnType<typeof seen<'sip-warning'>>[0]];
    expect(warning).to.include({kind: 'device-missing', cause: 'device-missing', error: missing});
    expect(error).to.equal(missing);
    session.media({video: true});
    expect(call.snapshot.warnings).to.deep.equal([]);
    expect(seen('sip-warning-cleared')).to.have.length(1);
  });

  it('is not forgotten for a good measurement, but at the end of the call', async () => {
    const {call, session, pass} = await talking();
    session.listener!.deviceMissing(missing);
    await pass(3);
    expect(call.snapshot.warnings).to.have.length(1);
    session.hangup();
    expect(call.snapshot.warnings).to.deep.equal([]);
  });
});
