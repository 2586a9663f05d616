import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {bench, settle} from './setup.js';

const STARTED = 900_000;

describe('a call of the page before', () => {
  it('is there before the network is, with the same id, and recovering', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED, muted: {audio: true, video: false}, deaf: true});
    engine.connectFailure = new SipError('server-unreachable', 'Not yet.');
    await phone.start().catch(() => undefined);
    const call = phone.call('c1')!;
    expect(call.snapshot).to.deep.include({state: 'recovering', deaf: true, muted: {audio: true, video: false}});
    expect(call.snapshot.startTime!.getTime()).to.equal(STARTED);
    expect(call.status).to.equal('accepted');
    expect(phone.activeCall).to.equal(call);
    expect(engine.last.muted).to.deep.equal({audio: true, video: false});
    expect(seen('sip-call-added')).to.have.length(1);
    expect(seen('sip-recovering')).to.have.length(1);
  });

  it('is in conversation again when the far end has agreed', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED});
    await phone.start();
    await settle();
    engine.last.resume();
    await settle();
    expect(phone.call('c1')!.snapshot).to.include({state: 'active', media: 'flowing'});
    expect(phone.call('c1')!.duration).to.equal(100);
    expect(phone.call('c1')!.status).to.equal('accepted');
    expect(seen('sip-recovered')).to.have.length(1);
    expect(seen('sip-accepted')).to.have.length(0);
    expect(engine.log).to.deep.equal(['connect', 'register']);
  });

  it('is on hold again if it was', async () => {
    const {phone, engine} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED, held: true});
    await phone.start();
    expect(phone.call('c1')!.snapshot.held.local).to.equal(true);
    engine.last.resume();
    expect(phone.call('c1')!.state).to.equal('held');
  });

  it('ends with the true reason when the far end does not know it any more', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED});
    await phone.start();
    engine.last.hangup({by: 'system', cause: 'dialog-gone', code: 481, failed: true});
    await settle();
    expect(phone.call('c1')!.status).to.equal('failed');
    expect(seen('sip-call-ended').map(({cause}) => cause)).to.deep.equal(['dialog-gone']);
    expect(engine.log).to.deep.equal(['connect', 'register']);
  });

  it('can be hung up while it is being brought back', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED});
    await phone.start();
    await phone.call('c1')!.hangup();
    expect(engine.last.log).to.deep.equal(['connect', 'end 486']);
    expect(seen('sip-call-ended')).to.have.length(1);
  });

  it('is replaced by a new one, once, where the far end does not want the dialog', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED, held: true});
    await phone.start();
    await settle();
    const old = engine.last;
    old.resume(new SipError('renegotiation-refused', 'No.', {status: 500}));
    await settle();
    const other = engine.last;
    expect(other).to.not.equal(old);
    expect(other.log).to.deep.equal(['connect']);
    expect(phone.call('c1')!.state).to.equal('recovering');
    other.answer();
    await settle();
    expect(phone.call('c1')!.snapshot).to.include({state: 'held', end: null});
    expect(other.log).to.deep.equal(['connect', 'hold']);
    expect(old.over).to.equal(true);
    expect(seen('sip-call-ended')).to.deep.equal([]);
  });

  for (const [uri, log] of [
    ['tel:+4930123?X-Evil=1', ['invite sip:+4930123@example.com']],
    ['sip:bob@example.org?X-Evil=1', ['invite sip:bob@example.org']],
    ['http://example.org', []],
  ] as const) {
    it(`calls nobody in its place whom a person could not dial: ${uri}`, async () => {
      const {phone, engine} = bench();
      engine.saved.push({id: 'c1', startTime: STARTED});
      await phone.start();
      await settle();
      Object.assign(engine.last, {remoteIdentity: {name: '', uri, user: ''}});
      engine.last.resume(new SipError('renegotiation-refused', 'No.', {status: 500}));
      await settle();
      expect(engine.log.filter((line) => line.startsWith('invite'))).to.deep.equal(log);
      expect(phone.call('c1')!.state).to.equal(log.length ? 'recovering' : 'hangup');
    });
  }

  it('ends with what the far end says to that', async () => {
    const {phone, engine} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED});
    await phone.start();
    await settle();
    const old = engine.last;
    old.resume(new SipError('renegotiation-refused', 'No.', {status: 500}));
    await settle();
    engine.last.hangup({by: 'system', cause: 'not-found', code: 404, failed: true});
    await settle();
    expect(phone.call('c1')!.snapshot.end).to.include({cause: 'not-found'});
    expect(old.over).to.equal(true);
    expect(engine.sessions).to.have.length(2);
  });

  it('goes on without a microphone, and says so', async () => {
    const {phone, engine, seen} = bench();
    engine.saved.push({id: 'c1', startTime: STARTED});
    await phone.start();
    engine.last.listener!.deviceMissing(new SipError('permission-denied', 'No.'));
    engine.last.resume();
    expect(seen('sip-warning').map(({error}) => error?.code)).to.deep.equal(['permission-denied']);
    expect(phone.call('c1')!.state).to.equal('active');
  });
});

describe('a call', () => {
  it('notes for the next page what it is like, and only what matters', async () => {
    const {phone, engine} = bench();
    await phone.start();
    const session = engine.ring();
    const call = phone.activeCall!;
    call.data['secret'] = 'x';
    expect(session.memo).to.equal(undefined);
    await call.answer();
    await settle();
    expect(session.memo).to.deep.equal({
      id: call.id,
      startTime: 1_000_000,
      muted: {audio: false, video: false},
      deaf: false,
      held: false,
      video: false,
      remoteVideo: false,
    });
    void call.mute();
    call.deafen();
    await call.hold();
    await settle();
    expect(session.memo).to.deep.include({muted: {audio: true, video: false}, deaf: true, held: true});
    const last = session.memo;
    session.media({phase: 'lost'});
    await settle();
    expect(session.memo).to.equal(last);
  });
});

describe('a phone on a page that is left', () => {
  it('leaves conversations as they are, and ends what only rings', async () => {
    const {phone, engine} = bench();
    await phone.start();
    const talking = engine.ring();
    await phone.activeCall!.answer();
    const ringing = engine.ring();
    await settle();
    const left = phone.leave();
    expect(ringing.log).to.deep.equal(['end 480']);
    await left;
    expect(talking.log).to.deep.equal(['accept']);
    expect(engine.log).to.deep.equal(['connect', 'register', 'leave']);
    expect(phone.snapshot.status).to.equal('idle');
  });

  it('ends without conversations', async () => {
    const {phone, engine} = bench();
    await phone.start();
    await phone.leave();
    expect(engine.log).to.deep.equal(['connect', 'register', 'destroy']);
  });

  it('ends with its conversations if they are not to be recovered', async () => {
    const {phone, engine} = bench({recover: false});
    await phone.start();
    const session = engine.ring();
    await phone.activeCall!.answer();
    await settle();
    await phone.leave();
    expect(session.over).to.equal(true);
    expect(engine.log).to.include('destroy');
  });
});
