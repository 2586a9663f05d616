import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {Phone} from '../../src/core/phone/phone.js';
import {bench, settle} from './setup.js';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

describe('a phone', () => {
  it('is idle until it is started', () => {
    const {phone, engine} = bench();
    expect(phone.snapshot).to.include({status: 'idle', connection: 'offline', registration: 'none'});
    expect(engine.log).to.deep.equal([]);
  });

  it('connects and registers, and tells each step', async () => {
    const {phone, engine, seen} = bench();
    await phone.start();
    expect(engine.log).to.deep.equal(['connect', 'register']);
    expect(seen('sip-status-change').map(({status}) => status)).to.deep.equal(['connecting', 'registered']);
  });

  it('is ready without registering when it has no account', async () => {
    const {phone, engine} = bench({uri: undefined});
    await phone.start();
    expect(engine.log).to.deep.equal(['connect']);
    expect(phone.snapshot.status).to.equal('ready');
  });

  it('does not register when it is told not to', async () => {
    const {phone, engine} = bench({register: false});
    await phone.start();
    expect(engine.log).to.deep.equal(['connect']);
    expect(phone.snapshot.status).to.equal('ready');
  });

  it('fails clearly when the server is not there, says so once, and keeps trying', async () => {
    const {phone, engine, clock, seen} = bench();
    engine.connectFailure = new SipError('server-unreachable', 'Nobody there.');
    expect((await rejection(phone.start())).code).to.equal('server-unreachable');
    expect(phone.snapshot.status).to.equal('failed');
    clock.advance(60_000);
    await settle();
    expect(engine.log.length).to.be.greaterThan(1);
    expect(seen('sip-error').map(({error}) => error.code)).to.deep.equal(['server-unreachable']);
    engine.connectFailure = undefined;
    clock.advance(60_000);
    await settle();
    expect(phone.snapshot).to.include({status: 'registered', error: null});
  });

  it('does not ask again with a wrong password until it is started again', async () => {
    const {phone, engine, clock} = bench();
    engine.registerFailure = new SipError('wrong-credentials', 'No.', {status: 403});
    expect((await rejection(phone.start())).status).to.equal(403);
    expect(phone.snapshot).to.include({status: 'failed', registration: 'rejected', connection: 'online'});
    clock.advance(600_000);
    await settle();
    expect(engine.log.filter((line) => line === 'register')).to.have.lengthOf(1);
    engine.registerFailure = undefined;
    await phone.start();
    expect(phone.snapshot.status).to.equal('registered');
  });

  it('comes back by itself after the connection was lost, and registers again', async () => {
    const {phone, engine, clock, seen} = bench();
    await phone.start();
    engine.loseConnection();
    expect(phone.snapshot.status).to.equal('reconnecting');
    clock.advance(1_000);
    await settle();
    expect(phone.snapshot.status).to.equal('registered');
    expect(engine.log).to.deep.equal(['connect', 'register', 'connect', 'register']);
    // The status is never "failed" in between, because the connection came back.
    const statuses = seen('sip-status-change').map(({status}) => status);
    expect(statuses.slice(2)).to.deep.equal(['reconnecting', 'connecting', 'registered']);
  });

  it('registers again when the registrar forgot it', async () => {
    const {phone, engine, clock} = bench();
    await phone.start();
    engine.loseRegistration();
    expect(phone.snapshot.status).to.equal('failed');
    clock.advance(1_000);
    await settle();
    expect(phone.snapshot.status).to.equal('registered');
  });

  it('stops trying when it is stopped', async () => {
    const {phone, engine, clock} = bench();
    await phone.start();
    engine.loseConnection();
    await phone.stop();
    const asked = engine.log.length;
    clock.advance(600_000);
    await settle();
    expect(engine.log).to.have.lengthOf(asked);
    expect(phone.snapshot.status).to.equal('idle');
  });

  it('unregisters before it closes the connection', async () => {
    const {phone, engine} = bench();
    await phone.start();
    await phone.stop();
    expect(engine.log).to.deep.equal(['connect', 'register', 'unregister', 'disconnect']);
  });

  it('leaves nothing behind when it is destroyed', async () => {
    const {phone, engine, media, clock} = bench();
    await phone.start();
    const call = phone.dial('1002');
    await settle();
    await phone.destroy();
    expect(engine.destroyed).to.equal(true);
    expect(media.destroyed).to.equal(true);
    expect(media.liveTracks).to.equal(0);
    expect(call.state).to.equal('purge');
    expect(clock.pending).to.equal(0);
    expect(() => phone.dial('1002')).to.throw(SipError, /destroyed/);
  });

  it('is quiet when it is destroyed while it connects', async () => {
    const {phone, seen} = bench();
    const started = phone.start();
    await phone.destroy();
    await rejection(started);
    expect(seen('sip-error')).to.deep.equal([]);
    expect(phone.snapshot.status).to.equal('idle');
  });

  it('says what is wrong with its configuration', () => {
    const make = (options: object) => () => new Phone({server: 'wss://x', ...options}, {} as never);
    expect(make({server: ''})).to.throw(SipError, /No server/);
    expect(make({server: 'https://pbx.example.com'})).to.throw(SipError, /wss:\/\//);
    expect(make({uri: 'sip:bob'})).to.throw(SipError, /sip:user@domain/);
    expect(make({maxCalls: 0})).to.throw(SipError, /maxCalls/);
  });

  it('plays sound as soon as the browser lets it', async () => {
    const {phone, media} = bench();
    await phone.start();
    media.setBlocked(true);
    expect(phone.snapshot.audioBlocked).to.equal(true);
    await phone.unblockAudio();
    expect(phone.snapshot.audioBlocked).to.equal(false);
  });
});

describe('calls that come in', () => {
  it('ring, and are told before they are added', async () => {
    const {phone, engine, media, notices} = bench();
    await phone.start();
    engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
    await settle();
    expect(phone.activeCall?.snapshot).to.deep.include({
      state: 'ringing',
      direction: 'inbound',
      remoteIdentity: {name: 'Bob', uri: 'sip:bob@example.com', user: 'bob'},
    });
    expect(media.tones).to.deep.equal(['ring']);
    expect(notices.slice(-2).map(({type}) => type)).to.deep.equal(['sip-incoming', 'sip-call-added']);
  });

  it('are answered busy and never seen when a listener prevents them', async () => {
    const {phone, engine, media, seen} = bench();
    await phone.start();
    phone.on('sip-incoming', (event) => {
      event.preventDefault();
    });
    const session = engine.ring();
    await settle();
    expect(session.log).to.deep.equal(['end 486']);
    expect(phone.calls).to.deep.equal([]);
    expect(media.tones).to.deep.equal([]);
    expect(seen('sip-call-ended')).to.deep.equal([]);
  });

  it('are answered busy above the limit', async () => {
    const {phone, engine} = bench({maxCalls: 1});
    await phone.start();
    engine.ring();
    expect(engine.ring().log).to.deep.equal(['end 486']);
    expect(phone.calls).to.have.lengthOf(1);
  });

  it('only beep while somebody is talking', async () => {
    const {phone, engine, media} = bench();
    await phone.start();
    engine.ring();
    await phone.activeCall!.answer();
    engine.ring();
    await settle();
    expect(media.tones).to.deep.equal(['waiting']);
  });

  it('put the conversation on hold when they are answered', async () => {
    const {phone, engine} = bench();
    await phone.start();
    const first = engine.ring();
    await phone.activeCall!.answer();
    engine.ring();
    await phone.calls[1]!.answer();
    expect(first.log.at(-1)).to.equal('hold');
    expect(phone.calls.map((call) => call.state)).to.deep.equal(['held', 'active']);
    expect(phone.activeCall).to.equal(phone.calls[1]);
  });

  it('can be answered from inside the listener', async () => {
    const {phone, engine} = bench();
    await phone.start();
    phone.on('sip-incoming', (event) => void phone.call(event.detail.call.id)!.answer());
    engine.ring();
    await settle();
    expect(phone.activeCall?.state).to.equal('active');
  });
});

describe('ended calls', () => {
  it('stay in sight for a while, longer when somebody must read why', async () => {
    const {phone, engine, clock} = bench();
    await phone.start();
    engine.ring().hangup();
    engine.ring().hangup({cause: 'server-error', failed: true, code: 500});
    expect(phone.calls.map((call) => call.state)).to.deep.equal(['hangup', 'hangup']);
    expect(phone.activeCall).to.equal(undefined);
    clock.advance(4_000);
    expect(phone.calls).to.have.lengthOf(1);
    clock.advance(8_000);
    expect(phone.calls).to.have.lengthOf(0);
  });

  for (const uri of ['sip:bob@example.com;user=phone', 'tel:+49-30-123']) {
    it(`stay until the far end of a conversation that broke off is called back: ${uri}`, async () => {
      const {phone, engine, clock} = bench();
      await phone.start();
      const session = engine.ring({uri});
      await phone.calls[0]!.answer();
      session.hangup({by: 'system', cause: 'connection-error', failed: true});
      clock.advance(3_600_000);
      expect(phone.calls.map(({state}) => state)).to.deep.equal(['hangup']);
      phone.dial('1002');
      expect(() => phone.dial('no such thing')).to.throw();
      expect(phone.calls).to.have.lengthOf(2);
      const again = phone.dial(uri);
      expect(phone.calls).to.have.lengthOf(2).and.include(again);
      expect(phone.calls.map(({state}) => state)).not.to.include('hangup');
    });
  }

  it('go at once when they are dismissed', async () => {
    const {phone, engine} = bench();
    await phone.start();
    engine.ring().hangup();
    const [call] = phone.calls;
    call!.dismiss();
    expect(call!.state).to.equal('destroy');
    expect(phone.calls).to.deep.equal([]);
  });
});
