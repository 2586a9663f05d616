import {expect} from '@open-wc/testing';
import {sameAddress} from '../../src/core/address.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import type {FakeCaller} from '../../src/testing/fake-engine.js';
import {bench, settle} from './setup.js';

const BOB = 'sip:bob@example.com';
const CAROL = 'sip:carol@example.com';

/** A conversation with Bob, in whose place somebody else calls. */
async function replacing(options: Partial<PhoneOptions> = {}, caller: FakeCaller = {}) {
  const bed = bench(options);
  await bed.phone.start();
  const bob = bed.engine.ring({name: 'Bob', uri: BOB, asserted: options.trustedIdentity ?? false});
  const call = bed.phone.activeCall!;
  await call.answer();
  await settle();
  const session = bed.engine.ring({name: 'Carol', uri: CAROL, replaces: bob, ...caller});
  await settle();
  const answer = async (granted: boolean) => {
    call.grantConsent(call.snapshot.consents[0]!.id, granted);
    await settle();
  };
  return {...bed, call, bob, session, answer};
}

describe('who wants to take the place of the far end', () => {
  for (const [what, caller, options, silently] of [
    ['the same party, after a reload say', {uri: BOB}, {}, true],
    ['likewise, its domain in capitals', {uri: 'sip:bob@EXAMPLE.com'}, {}, true],
    ['likewise, another letter escaped', {uri: 'sip:b%6fb@example.com'}, {}, true],
    ['somebody else', {}, {}, false],
    ['somebody with the same name', {name: 'Bob'}, {}, false],
    ['somebody whose name has capitals', {uri: 'sip:Bob@example.com'}, {}, false],
    ['somebody of another domain', {uri: 'sip:bob@example.org'}, {}, false],
    ['somebody at another port', {uri: 'sip:bob@example.com:5070'}, {}, false],
    ['somebody who names Bob in Referred-By', {headers: {'Referred-By': `<${BOB}>`}}, {}, false],
    ['the same party, as the server says', {uri: BOB, asserted: true}, {trustedIdentity: true}, true],
    ['the same party, as only itself says', {uri: BOB}, {trustedIdentity: true}, false],
    ['somebody else, as the server says', {asserted: true}, {trustedIdentity: true}, false],
  ] as [string, FakeCaller, Partial<PhoneOptions>, boolean][]) {
    it(`${silently ? 'is let in' : 'rings'}: ${what}`, async () => {
      const {phone, session, call} = await replacing(options, caller);
      expect(session.log).to.deep.equal(silently ? ['accept'] : []);
      expect(phone.calls).to.have.length(silently ? 1 : 2);
      expect(phone.calls.at(-1)!.state).to.equal(silently ? 'active' : 'ringing');
      expect(call.state).to.equal('active');
    });
  }

  it('rings if nobody is who calls: one anonymous caller is not the other', async () => {
    for (const uri of ['sip:anonymous@anonymous.invalid', 'sip:anonymous@example.com', 'sip:x1y2@z.invalid', '']) {
      const bed = bench();
      await bed.phone.start();
      const replaces = bed.engine.ring({uri});
      await bed.phone.activeCall!.answer();
      bed.engine.ring({uri, replaces});
      await settle();
      expect(
        bed.phone.calls.map(({state}) => state),
        uri,
      ).to.deep.equal(['active', 'ringing']);
    }
  });

  it('is told', async () => {
    const {seen, call} = await replacing();
    expect(seen('sip-replaces')).to.have.length(1);
    expect(seen('sip-replaces')[0]!.by).to.include({uri: CAROL});
    expect(seen('sip-replaces')[0]!.call.id).to.equal(call.id);
  });

  it('is refused by a listener, and nobody rings', async () => {
    const bed = bench({acceptReplaces: () => true});
    await bed.phone.start();
    bed.phone.on('sip-replaces', (event) => {
      event.preventDefault();
    });
    const bob = bed.engine.ring({uri: BOB});
    await bed.phone.activeCall!.answer();
    const carol = bed.engine.ring({uri: CAROL, replaces: bob});
    await settle();
    expect(carol.log).to.deep.equal(['end 603']);
    expect(bed.phone.calls).to.have.length(1);
  });

  it('rings, and when answered takes the place: Bob is not even held before', async () => {
    const {phone, session, call, bob} = await replacing();
    await phone.calls[1]!.answer();
    await settle();
    expect(session.log).to.deep.equal(['accept']);
    expect(bob.log).to.deep.equal(['accept']);
    // The engine says good-bye to the old one.
    bob.hangup();
    expect([call.state, phone.activeCall!.snapshot.remoteIdentity.uri]).to.deep.equal(['hangup', CAROL]);
  });

  it('rings although the limit is reached, but not where nobody is to be disturbed', async () => {
    const full = await replacing({maxCalls: 1});
    expect(full.session.log).to.deep.equal([]);
    const dnd = bench();
    await dnd.phone.start();
    const bob = dnd.engine.ring({uri: BOB});
    await dnd.phone.activeCall!.answer();
    dnd.phone.configure({dnd: true});
    const carol = dnd.engine.ring({uri: CAROL, replaces: bob});
    await settle();
    expect(carol.log).to.deep.equal(['end 486']);
  });

  it('rings, and does not answer itself into the conversation', async () => {
    const {phone, session, clock} = await replacing({autoAnswer: () => true});
    clock.advance(10_000);
    await settle();
    expect(phone.calls[1]!.snapshot.autoAnswer).to.equal(null);
    expect(session.log).to.deep.equal([]);
  });

  for (const [policy, log] of [
    [() => true, ['accept']],
    [() => Promise.resolve(true), ['accept']],
    [() => false, ['end 603']],
    [() => Promise.resolve(false), ['end 603']],
    [() => Promise.reject(new Error('no')), ['end 603']],
    [() => 'yes' as unknown as boolean, ['end 603']],
  ] as [PhoneOptions['acceptReplaces'], string[]][]) {
    it(`is for the page to decide, and then nobody is asked: ${String(policy)}`, async () => {
      const {session, phone, call} = await replacing({acceptReplaces: policy, consentReplaces: true});
      expect(session.log).to.deep.equal(log);
      expect(phone.calls).to.deep.equal([call]);
      expect(call.snapshot.consents).to.deep.equal([]);
    });
  }

  it('is decided by the policy of the moment', async () => {
    const bed = bench();
    await bed.phone.start();
    const bob = bed.engine.ring({uri: BOB});
    await bed.phone.activeCall!.answer();
    bed.phone.configure({acceptReplaces: () => false});
    const carol = bed.engine.ring({uri: CAROL, replaces: bob});
    bed.phone.configure({acceptReplaces: () => true});
    const dave = bed.engine.ring({uri: 'sip:dave@example.com', replaces: bob});
    await settle();
    expect([carol.log, dave.log]).to.deep.equal([['end 603'], ['accept']]);
  });

  it('the policy sees who, and where', async () => {
    const asked: unknown[] = [];
    await replacing({acceptReplaces: ({call, by}) => asked.push(call.remoteIdentity.uri, by.uri) < 0});
    expect(asked).to.deep.equal([BOB, CAROL]);
  });
});

describe('who wants to take the place of the far end, where a person is asked', () => {
  const asked = (caller?: FakeCaller) => replacing({consentReplaces: true}, caller);

  it('waits, and can be heard', async () => {
    const {call, session, phone, media} = await asked();
    const {consents} = call.snapshot;
    expect(consents).to.have.length(1);
    expect(consents[0]).to.deep.include({kind: 'replaces'});
    expect(consents[0]!.party).to.include({name: 'Carol', uri: CAROL});
    expect(session.log).to.deep.equal([]);
    expect(phone.calls).to.deep.equal([call]);
    expect(media.tones).to.deep.equal(['waiting']);
  });

  it('is let in, or not', async () => {
    const yes = await asked();
    await yes.answer(true);
    expect(yes.session.log).to.deep.equal(['accept']);
    expect(yes.call.snapshot.remoteIdentity.uri).to.equal(CAROL);
    expect(yes.seen('sip-replaced')).to.have.length(1);
    const no = await asked();
    await no.answer(false);
    expect(no.session.log).to.deep.equal(['end 603']);
    expect(no.call.snapshot).to.deep.include({state: 'active', consents: []});
  });

  it('is refused when nobody answers for a minute', async () => {
    const {session, call, clock} = await asked();
    clock.advance(60_000);
    await settle();
    expect(session.log).to.deep.equal(['end 603']);
    expect(call.state).to.equal('active');
  });

  it('is no question any more when they have given up', async () => {
    const {call, session, phone} = await asked();
    session.hangup();
    await settle();
    expect(call.snapshot).to.deep.include({state: 'active', consents: [], error: null});
    expect(phone.calls).to.deep.equal([call]);
  });

  it('rings when whoever transferred has hung up meanwhile: there is no call to take part in, but somebody is there', async () => {
    const {call, bob, phone, session} = await asked();
    bob.hangup();
    await settle();
    expect(call.state).to.equal('hangup');
    expect(phone.activeCall!.snapshot).to.deep.include({state: 'ringing'});
    await phone.activeCall!.answer();
    expect(session.log).to.deep.equal(['accept']);
  });

  it('likewise for a policy that takes its time', async () => {
    let decide: (granted: boolean) => void = () => undefined;
    const acceptReplaces = () => new Promise<boolean>((resolve) => (decide = resolve));
    const {bob, phone} = await replacing({acceptReplaces});
    bob.hangup();
    decide(true);
    await settle();
    expect(phone.activeCall!.state).to.equal('ringing');
  });

  it('takes over a call of ours that still rings, if that is allowed', async () => {
    for (const granted of [true, false]) {
      const {phone, engine} = bench({consentReplaces: true});
      await phone.start();
      const call = phone.dial('bob');
      await settle();
      engine.last.ring();
      const carol = engine.ring({name: 'Carol', uri: CAROL, replaces: engine.last});
      await settle();
      expect(carol.log).to.deep.equal([]);
      call.grantConsent(call.snapshot.consents[0]!.id, granted);
      await settle();
      expect(call.state).to.equal(granted ? 'active' : 'trying');
    }
  });
});

describe('the address of one party', () => {
  for (const [one, other, same] of [
    [BOB, BOB, true],
    [BOB, 'sips:bob@example.com', true],
    [BOB, 'sip:bob@Example.COM;transport=ws', true],
    ['sip:a%2Fb@example.com', 'sip:a%2fb@example.com', true],
    ['sip:a%2Fb@example.com', 'sip:a/b@example.com', false],
    ['sip:example.com', 'sip:example.com', true],
    ['sip:bob@example.com', 'sip:example.com', false],
    ['tel:+4930', 'tel:+4930', true],
    ['tel:+4930', 'tel:+4931', false],
    ['', '', false],
  ] as const) {
    it(`${one} ${same ? 'is' : 'is not'} that of ${other}`, () => {
      expect(sameAddress(one, other)).to.equal(same);
    });
  }
});
