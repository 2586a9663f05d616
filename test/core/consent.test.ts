import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {bench, settle} from './setup.js';

const CAROL = 'sip:carol@example.com';

/** A conversation whose far end may ask for something. */
async function talking(options: Partial<PhoneOptions>) {
  const bed = bench(options);
  await bed.phone.start();
  const session = bed.engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
  const call = bed.phone.activeCall!;
  await call.answer();
  await settle();
  const news = () => session.log.filter((line) => /^re(fer|port)/.test(line));
  const answer = async (granted: boolean) => {
    call.grantConsent(call.snapshot.consents[0]!.id, granted);
    await settle();
  };
  return {...bed, session, call, news, answer};
}

describe('a transfer that the far end asks for, where a person is asked', () => {
  /** Bob wants to connect us with Carol. */
  async function asked(options: Partial<PhoneOptions> = {}) {
    const bed = await talking({consentRefer: true, ...options});
    bed.session.refer(CAROL);
    await settle();
    return bed;
  }

  it('is told, is a question, and calls nobody yet; whoever asked knows that somebody is at it', async () => {
    const {phone, call, news, seen} = await asked();
    const {consents} = call.snapshot;
    expect(consents).to.have.length(1);
    expect(consents[0]).to.deep.include({kind: 'refer', target: CAROL});
    expect(consents[0]!.party).to.include({name: 'Bob'});
    expect([Object.isFrozen(consents), Object.isFrozen(consents[0])]).to.deep.equal([true, true]);
    expect(news()).to.deep.equal(['refer accepted']);
    expect(phone.calls).to.have.length(1);
    const [told] = seen('sip-refer');
    expect(told).to.deep.include({target: CAROL, attended: false});
    expect(told!.referredBy.user).to.equal('bob');
  });

  it('is followed when it is allowed', async () => {
    const {phone, engine, call, news, answer} = await asked();
    await answer(true);
    expect(call.snapshot.consents).to.deep.equal([]);
    expect(phone.activeCall!.snapshot.remoteIdentity.uri).to.equal(CAROL);
    engine.last.ring();
    engine.last.answer();
    expect(news()).to.deep.equal(['refer accepted', 'report 180 Ringing', 'report 200 OK']);
  });

  it('is refused otherwise, and the call goes on', async () => {
    const {phone, call, news, answer} = await asked();
    await answer(false);
    expect(news()).to.deep.equal(['refer accepted', 'report 603 Declined']);
    expect(phone.calls).to.deep.equal([call]);
    expect(call.state).to.equal('active');
  });

  it('is refused when nobody answers for a minute, or as long as is configured', async () => {
    for (const [options, seconds] of [
      [{}, 60],
      [{consentTimeout: 10}, 10],
    ] as const) {
      const {call, news, clock} = await asked(options);
      clock.advance(seconds * 1000 - 1);
      await settle();
      expect(call.snapshot.consents).to.have.length(1);
      clock.advance(1);
      await settle();
      expect(call.snapshot.consents).to.deep.equal([]);
      expect(news().at(-1)).to.equal('report 603 Declined');
    }
  });

  it('can be answered once; whoever comes too late is told', async () => {
    const {call, answer} = await asked();
    const {id} = call.snapshot.consents[0]!;
    await answer(false);
    expect(() => {
      call.grantConsent(id);
    })
      .to.throw()
      .with.property('code', 'invalid-state');
  });

  it('outlives the call, as many who transfer hang up at once: it stays in sight until there is an answer', async () => {
    const {phone, engine, session, call, clock, answer} = await asked();
    session.hangup();
    await settle();
    clock.advance(50_000);
    expect(phone.calls).to.deep.equal([call]);
    await answer(true);
    expect(engine.last.remoteIdentity.uri).to.equal(CAROL);
    expect(engine.lastOptions.referral).to.include({target: CAROL});
    expect(phone.calls.map((one) => one.snapshot.remoteIdentity.uri)).to.deep.equal([CAROL]);
  });

  it('of a call that is over and refused leaves nothing behind', async () => {
    for (const act of ['answer', 'dismiss'] as const) {
      const {phone, session, call, clock, answer, news} = await asked();
      session.hangup();
      await settle();
      if (act === 'answer') await answer(false);
      else call.dismiss();
      await settle();
      expect(phone.calls).to.deep.equal([]);
      expect(news().at(-1)).to.equal('report 603 Declined');
      clock.advance(60_000);
      expect(clock.pending).to.equal(0);
    }
  });

  it('several wait for one answer each', async () => {
    const {phone, session, call, news, answer} = await asked();
    session.refer('sip:dave@example.com');
    await settle();
    expect(call.snapshot.consents.map(({target}) => target)).to.deep.equal([CAROL, 'sip:dave@example.com']);
    await answer(false);
    expect(news().filter((line) => line.includes('603'))).to.have.length(1);
    await answer(true);
    expect(phone.activeCall!.snapshot.remoteIdentity.user).to.equal('dave');
  });

  it('is no question where the page decides: by its policy, or by preventDefault()', async () => {
    const policy = await asked({acceptRefer: () => true});
    expect(policy.call.snapshot.consents).to.deep.equal([]);
    expect(policy.phone.calls).to.have.length(2);
    for (const options of [{consentRefer: true}, {acceptRefer: () => true}]) {
      const {phone, session, call, news} = await talking(options);
      phone.on('sip-refer', (event) => {
        event.preventDefault();
      });
      session.refer(CAROL);
      await settle();
      expect(news()).to.deep.equal(['refer 603']);
      expect(call.snapshot.consents).to.deep.equal([]);
      expect(phone.calls).to.have.length(1);
    }
  });

  it('is answered by whoever sends the request, with true and nothing else', async () => {
    const {phone, engine, session, call} = await asked();
    const {CALL_REQUESTS} = await import('../../src/core/requests.js');
    const act = (granted: unknown) =>
      CALL_REQUESTS['sip-consent-request'](call, {id: call.snapshot.consents[0]!.id, granted});
    await act('yes');
    expect(session.log.at(-1)).to.not.equal('report 200 OK');
    expect(phone.calls).to.have.length(1);
    session.refer(CAROL);
    await settle();
    await act(true);
    await settle();
    expect(engine.last.remoteIdentity.uri).to.equal(CAROL);
  });
});

describe('a picture that the far end adds, where a person is asked', () => {
  it('comes in when it is allowed, and not otherwise', async () => {
    for (const granted of [true, false]) {
      const {session, call, answer} = await talking({consentVideo: true});
      const welcome = session.offerPicture();
      expect(call.snapshot.consents).to.have.length(1);
      expect(call.snapshot.consents[0]).to.include({kind: 'video'});
      await answer(granted);
      expect(await welcome).to.equal(granted);
      expect(call.snapshot.consents).to.deep.equal([]);
    }
  });

  it('does not come in when the far end can wait no longer, or the call ends', async () => {
    const {session, call} = await talking({consentVideo: true});
    const over = new AbortController();
    const tooLate = session.offerPicture(over.signal);
    over.abort();
    expect(await tooLate).to.equal(false);
    expect(session.offerPicture(over.signal)).to.be.instanceOf(Promise);
    expect(call.snapshot.consents).to.deep.equal([]);
    const ended = session.offerPicture();
    session.hangup();
    expect(await ended).to.equal(false);
    expect(call.snapshot.consents).to.deep.equal([]);
  });

  it('is no question if the page refuses it', async () => {
    const {phone, session, call} = await talking({consentVideo: true});
    phone.on('sip-video-offer', (event) => {
      event.preventDefault();
    });
    expect(session.offerPicture()).to.equal(false);
    expect(call.snapshot.consents).to.deep.equal([]);
  });
});

describe('a recording that is to be made here, where a person is asked', () => {
  it('begins when it is allowed', async () => {
    const {call, answer} = await talking({consentRecording: true});
    const begun = call.startRecording();
    await settle();
    expect(call.snapshot.consents[0]).to.include({kind: 'recording'});
    expect(call.snapshot.recording).to.equal(false);
    await answer(true);
    await begun;
    expect(call.snapshot.recording).to.equal(true);
    await call.stopRecording();
  });

  it('does not begin otherwise, nor when the call has ended meanwhile', async () => {
    const {call, answer, session} = await talking({consentRecording: true});
    const code = async () => {
      try {
        await call.startRecording();
        return 'recorded';
      } catch (error) {
        return (error as {code: string}).code;
      }
    };
    const refused = code();
    await settle();
    await answer(false);
    expect(await refused).to.equal('recording-refused');
    const ended = code();
    await settle();
    session.hangup();
    expect(await ended).to.equal('recording-refused');
    expect(call.snapshot.recording).to.equal(false);
  });
});
