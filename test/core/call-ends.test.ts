import {expect} from '@open-wc/testing';
import type {AutoAnswerRequest} from '../../src/core/call/auto-answer.js';
import type {Call} from '../../src/core/call/call.js';
import {callEnd} from '../../src/core/call/end-causes.js';
import {legacyCause} from '../../src/core/call/legacy-cause.js';
import type {SipError} from '../../src/core/errors.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import type {FakeCaller} from '../../src/testing/fake-engine.js';
import {bench, settle, type Bench} from './setup.js';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

async function ringing(caller: FakeCaller = {}, options: Partial<PhoneOptions> = {}): Promise<Bench & {call: Call}> {
  const table = bench(options);
  await table.phone.start();
  table.engine.ring(caller);
  await settle();
  return {...table, call: table.phone.calls[0]!};
}

const INTERCOM = {'Call-Info': '<sip:example.com>;answer-after=3'};

describe('a call that answers itself', () => {
  it('does so for those of the list who ask for it, and is heard before', async () => {
    const options = {autoAnswer: 'sip:caller@example.com *@door.example.com', sounds: false};
    const {call, clock, engine, media} = await ringing({headers: INTERCOM}, options);
    expect(call.snapshot.autoAnswer).to.equal(3);
    expect(media.tones).to.deep.equal(['waiting']);
    clock.advance(2999);
    await settle();
    expect(call.state).to.equal('ringing');
    clock.advance(1);
    await settle();
    expect(engine.last.log).to.deep.equal(['accept']);
    expect(media.tones).to.deep.equal([]);
  });

  it('is never answered without a second of warning', async () => {
    const {call, clock} = await ringing({headers: {'Answer-Mode': 'Auto'}}, {autoAnswer: () => true});
    expect(call.snapshot.autoAnswer).to.equal(1);
    clock.advance(1000);
    await settle();
    expect(call.state).to.equal('active');
  });

  for (const [what, caller, autoAnswer] of [
    ['without a policy', {headers: INTERCOM}, undefined],
    ['for a stranger', {headers: INTERCOM, uri: 'sip:x@evil.example'}, 'sip:caller@example.com'],
    ['for one who does not ask', {}, 'sip:caller@example.com'],
    ['if the policy fails', {headers: INTERCOM}, () => Promise.reject(new Error('no'))],
  ] as const) {
    it(`rings ${what}`, async () => {
      const {call, clock} = await ringing(caller, {autoAnswer});
      clock.advance(5000);
      await settle();
      expect(call.snapshot.autoAnswer).to.equal(null);
      expect(call.state).to.equal('ringing');
    });
  }

  it('can be rejected first', async () => {
    const {call, clock, engine} = await ringing({headers: INTERCOM}, {autoAnswer: () => 10});
    await call.reject();
    clock.advance(10_000);
    await settle();
    expect(engine.last.log).to.deep.equal(['end 486']);
  });

  it('does not break into a conversation', async () => {
    const {phone, call, engine} = await ringing({}, {autoAnswer: ({after}) => after !== null});
    await call.answer();
    engine.ring({headers: INTERCOM});
    await settle();
    expect(phone.calls[1]?.snapshot.autoAnswer).to.equal(null);
  });

  it('its policy reads what the caller asks for', async () => {
    const asked: AutoAnswerRequest[] = [];
    const autoAnswer = (request: AutoAnswerRequest) => asked.push(request) < 0;
    for (const headers of [
      {'Alert-Info': '<http://x.example>;info=alert-autoanswer;delay=2'},
      {'alert-info': 'info=ring-answer'},
      {'Priv-Answer-Mode': 'Auto;require'},
      {'Answer-Mode': 'Manual'},
    ] as Record<string, string>[]) {
      await ringing({headers}, {autoAnswer});
    }
    expect(asked.map(({after}) => after)).to.deep.equal([2, 0, 0, null]);
  });
});

describe('how a call is turned away', () => {
  it('with a status, a phrase, header fields and a body', async () => {
    const {call, engine} = await ringing();
    const how = {status: 606, reason: 'No', headers: {Warning: '399 x "y"'}, body: '<a/>', contentType: 'text/xml'};
    await call.reject(how);
    expect(engine.last.ending).to.include(how);
  });

  it('to somebody else', async () => {
    const {call, engine} = await ringing();
    await call.redirect(['1002', 'sip:bob@other.example']);
    expect(engine.last.ending).to.deep.include({
      status: 302,
      targets: ['sip:1002@example.com', 'sip:bob@other.example'],
    });
    expect(call.snapshot.end).to.include({by: 'local', cause: 'rejected', legacyCause: 'Rejected'});
  });

  it('not to nobody', async () => {
    const {call} = await ringing();
    expect(await rejection(call.redirect([]))).to.include({code: 'invalid-argument'});
    expect(await rejection(call.redirect('a b'))).to.include({code: 'invalid-address'});
    expect(await rejection(call.hangup({status: 199}))).to.include({code: 'invalid-argument'});
    expect(call.state).to.equal('ringing');
  });

  it('or hung up on, with a reason', async () => {
    const {call, engine} = await ringing();
    await call.hangup({status: 200, reason: 'Call completed elsewhere'});
    expect(engine.last.ending).to.include({status: 486, cause: 200, reason: 'Call completed elsewhere'});
  });
});

describe('the end of a call', () => {
  it('has the words of SIP.js 0.5 to 0.9', async () => {
    const {call, engine} = await ringing();
    engine.last.hangup({cause: 'answered-elsewhere', code: 200});
    expect(call.snapshot.end).to.include({cause: 'answered-elsewhere', legacyCause: 'Canceled'});
    expect(legacyCause(callEnd({by: 'system', cause: 'permission-denied'}))).to.equal('User Denied Media Access');
    expect(legacyCause(callEnd({by: 'remote', cause: 'hangup'}))).to.equal('');
  });
});

describe('two calls', () => {
  it('are swapped', async () => {
    const {phone, engine} = bench();
    await phone.start();
    for (const target of ['1002', '1003']) {
      phone.dial(target);
      await settle();
      engine.last.answer();
      await settle();
    }
    const states = () => phone.calls.map(({state}) => state);
    expect(states()).to.deep.equal(['held', 'active']);
    await phone.swap();
    expect(states()).to.deep.equal(['active', 'held']);
    await phone.swap();
    expect(states()).to.deep.equal(['held', 'active']);
    await phone.calls[0]?.hangup();
    expect(await rejection(phone.swap())).to.include({code: 'invalid-state'});
  });
});
