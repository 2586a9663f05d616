import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import {SipError} from '../../src/core/errors.js';
import {bench, settle, type Bench} from './setup.js';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

async function dialled(options = {}): Promise<Bench & {call: Call}> {
  const table = bench(options);
  await table.phone.start();
  const call = table.phone.dial('1002');
  await settle();
  return {...table, call};
}

async function answered(options = {}): Promise<Bench & {call: Call}> {
  const table = await dialled(options);
  table.engine.last.ring();
  table.engine.last.answer();
  await settle();
  return table;
}

async function ringing(caller = {}): Promise<Bench & {call: Call}> {
  const table = bench();
  await table.phone.start();
  table.engine.ring(caller);
  await settle();
  return {...table, call: table.phone.calls[0]!};
}

describe('an outbound call', () => {
  it('goes through its states in the order of the seeds', async () => {
    const {engine, call, seen} = await dialled();
    expect(engine.log).to.include('invite sip:1002@example.com');
    engine.last.ring();
    engine.last.early();
    engine.last.answer();
    await call.hangup();
    const states = seen('sip-state-change').map(({state}) => state);
    expect(states).to.deep.equal(['requesting', 'trying', 'early', 'active', 'hangup']);
    expect(seen('sip-state-change').map(({prevState}) => prevState)).to.deep.equal(['new', ...states.slice(0, -1)]);
  });

  it('starts the phone if nobody has', async () => {
    const {phone, engine} = bench();
    phone.dial('1002');
    await settle();
    expect(engine.log).to.deep.equal(['connect', 'register', 'invite sip:1002@example.com']);
  });

  it('goes out although the registration was refused', async () => {
    const {phone, engine} = bench();
    engine.registerFailure = new SipError('registration-rejected', 'No.', {status: 503});
    phone.dial('1002');
    await settle();
    expect(engine.log).to.include('invite sip:1002@example.com');
  });

  it('plays ringback until there is something to hear', async () => {
    const {engine, media} = await dialled();
    expect(media.tones).to.deep.equal([]);
    engine.last.ring();
    await settle();
    expect(media.tones).to.deep.equal(['ringback']);
    engine.last.early();
    await settle();
    expect(media.tones).to.deep.equal([]);
    expect(media.playing.size).to.equal(1);
  });

  it('refuses what cannot be called before anything happens', () => {
    const {phone, engine} = bench();
    expect(() => phone.dial('http://evil.example')).to.throw(SipError, /cannot be called/);
    expect(phone.calls).to.deep.equal([]);
    expect(engine.log).to.deep.equal([]);
  });

  it('ends with the cause when there is no microphone, and says so', async () => {
    const {phone, media, seen} = bench();
    media.failure = new SipError('no-microphone', 'No microphone.');
    phone.dial('1002');
    await settle();
    expect(seen('sip-call-ended')[0]).to.include({cause: 'no-microphone', by: 'system'});
    expect(seen('sip-error')[0]?.error.code).to.equal('no-microphone');
  });

  it('ends with the cause when the server is not there', async () => {
    const {phone, engine, seen} = bench();
    engine.connectFailure = new SipError('server-unreachable', 'Nobody there.');
    phone.dial('1002');
    await settle();
    expect(seen('sip-call-ended')[0]).to.include({cause: 'connection-error', by: 'system'});
  });

  it('can be hung up before anything was sent', async () => {
    const {phone, engine, seen} = bench();
    const call = phone.dial('1002');
    await call.hangup();
    await settle();
    expect(call.state).to.equal('hangup');
    expect(seen('sip-call-ended')[0]).to.include({cause: 'canceled', by: 'local'});
    expect(engine.sessions.every((session) => session.over)).to.equal(true);
  });

  it('can be prepared first and connected later', async () => {
    const {phone, engine} = bench();
    const call = phone.createCall('1002', {video: true});
    await settle();
    expect(engine.log).to.deep.equal([]);
    await call.connect();
    expect(call.snapshot).to.include({state: 'requesting', video: true});
    expect((await rejection(call.connect())).code).to.equal('invalid-state');
  });

  it('says in the words of the SDKs how it stands', async () => {
    const {engine, call} = await dialled();
    expect(call.status).to.equal('pending');
    engine.last.ring();
    expect(call.status).to.equal('ringing');
    engine.last.answer();
    expect(call.status).to.equal('accepted');
    engine.last.hangup();
    expect(call.status).to.equal('disconnected');
  });
});

describe('an inbound call', () => {
  it('is answered with the media that are wanted', async () => {
    const {call, engine, seen} = await ringing({video: true});
    await call.answer({video: true});
    expect(engine.last.log).to.deep.equal(['accept video']);
    expect(call.snapshot).to.include({state: 'active', video: true, remoteVideo: true});
    expect(seen('sip-state-change').map(({state}) => state)).to.deep.equal(['answering', 'active']);
  });

  it('rings on when there is no microphone, and can be answered again', async () => {
    const {call, media} = await ringing();
    media.failure = new SipError('permission-denied', 'No.');
    expect((await rejection(call.answer())).code).to.equal('permission-denied');
    expect(call.snapshot).to.deep.include({state: 'ringing', pending: []});
    expect(call.snapshot.error?.code).to.equal('permission-denied');
    media.failure = undefined;
    await call.answer();
    expect(call.snapshot).to.include({state: 'active', error: null});
  });

  it('goes on without a camera and warns', async () => {
    const {call, media, seen} = await ringing({video: true});
    media.missingCamera = new SipError('no-camera', 'No camera.');
    await call.answer({video: true});
    expect(call.snapshot).to.include({state: 'active', video: false});
    expect(call.snapshot.error?.code).to.equal('no-camera');
    expect(seen('sip-warning').map(({error}) => error?.code)).to.deep.equal(['no-camera']);
  });

  it('is rejected as busy, or with another status', async () => {
    const first = await ringing();
    await first.call.reject();
    expect(first.engine.last.log).to.deep.equal(['end 486']);
    const second = await ringing();
    await second.call.reject(603);
    expect(second.engine.last.log).to.deep.equal(['end 603']);
    expect(second.seen('sip-call-ended')[0]).to.include({cause: 'rejected', by: 'local', code: 603});
  });

  it('cannot be rejected with a status that is none', async () => {
    const {call} = await ringing();
    for (const status of [200, 299, 700, Number.NaN, 486.5]) {
      expect((await rejection(call.reject(status))).code).to.equal('invalid-argument');
    }
    expect(call.state).to.equal('ringing');
  });

  it('stops ringing when the caller gives up', async () => {
    const {call, engine, media} = await ringing();
    engine.last.hangup({cause: 'canceled'});
    await settle();
    expect(call.snapshot.end).to.include({cause: 'canceled', by: 'remote'});
    expect(media.tones).to.deep.equal([]);
    expect((await rejection(call.answer())).code).to.equal('invalid-state');
  });

  it('is answered once, however often it is clicked', async () => {
    const {call, engine} = await ringing();
    await Promise.all([call.answer(), call.answer()]);
    expect(engine.last.log).to.deep.equal(['accept']);
  });
});

describe('a call in conversation', () => {
  it('is accepted once it is answered and media flow', async () => {
    const {engine, seen} = await dialled();
    engine.last.listener!.established();
    expect(seen('sip-accepted')).to.have.lengthOf(0);
    engine.last.media({phase: 'flowing'});
    engine.last.media({phase: 'flowing'});
    expect(seen('sip-accepted')).to.have.lengthOf(1);
  });

  it('counts its seconds until it ends', async () => {
    const {call, clock, engine} = await answered();
    clock.advance(12_000);
    expect(call.duration).to.equal(12);
    engine.last.hangup();
    clock.advance(3_000);
    expect(call.duration).to.equal(12);
    expect(call.snapshot.endTime!.getTime() - call.snapshot.startTime!.getTime()).to.equal(12_000);
  });

  it('mutes sound and picture apart', async () => {
    const {call, engine, seen} = await answered();
    void call.mute();
    expect(engine.last.muted).to.deep.equal({audio: true, video: false});
    void call.mute('video');
    void call.mute('video');
    void call.unmute();
    expect(call.snapshot.muted).to.deep.equal({audio: false, video: true});
    expect(seen('sip-mute-change').map(({kind, muted}) => [kind, muted])).to.deep.equal([
      ['audio', true],
      ['video', true],
      ['audio', false],
    ]);
  });

  it('remembers being muted before there was a session', async () => {
    const {phone, engine} = bench();
    const call = phone.dial('1002');
    void call.mute();
    await settle();
    expect(engine.last.muted.audio).to.equal(true);
  });

  it('is held and taken back when the far end agrees', async () => {
    const {call, engine, seen} = await answered();
    await call.hold();
    expect(call.snapshot).to.deep.include({state: 'held', held: {local: true, remote: false}});
    await call.unhold();
    expect(call.snapshot).to.deep.include({state: 'active', held: {local: false, remote: false}});
    expect(engine.last.log.slice(-2)).to.deep.equal(['hold', 'unhold']);
    expect(seen('sip-hold-change').map(({side, held}) => [side, held])).to.deep.equal([
      ['local', true],
      ['local', false],
    ]);
  });

  it('stays as it was when the far end refuses the hold', async () => {
    const {call, engine, seen} = await answered();
    engine.last.refusal = new SipError('renegotiation-refused', 'No.', {status: 488});
    expect((await rejection(call.hold())).status).to.equal(488);
    expect(call.snapshot).to.deep.include({state: 'active', held: {local: false, remote: false}, pending: []});
    expect(seen('sip-hold-change')).to.deep.equal([]);
  });

  it('unmutes a camera that was let go only when it is open again', async () => {
    const {call, engine, seen} = await answered({cameraOff: 'free'});
    await call.mute('video');
    engine.last.refusal = new SipError('device-busy', 'Another program has it.');
    expect((await rejection(call.unmute('video'))).code).to.equal('device-busy');
    expect(call.snapshot.muted).to.deep.equal({audio: false, video: true});
    await Promise.all([call.unmute('video'), call.mute('video'), call.unmute('video')]);
    expect(call.snapshot.muted.video).to.equal(false);
    expect(seen('sip-mute-change').map(({muted}) => muted)).to.deep.equal([true, false]);
  });

  it("tells our hold from the far end's", async () => {
    const {call, engine, seen} = await answered();
    engine.last.hold();
    expect(call.snapshot).to.deep.include({state: 'active', held: {local: false, remote: true}});
    expect(seen('sip-hold-change')[0]).to.include({side: 'remote', held: true});
  });

  it('adds and drops the camera', async () => {
    const {call, seen} = await answered();
    await call.setVideo(true);
    expect(call.snapshot.video).to.equal(true);
    await call.setVideo(false);
    expect(call.snapshot.video).to.equal(false);
    const changes = seen('sip-media-change').filter(({kind, side}) => kind === 'video' && side === 'local');
    expect(changes.map(({op}) => op)).to.deep.equal(['add', 'remove']);
  });

  it('shares a screen, which takes the place of the camera for the time', async () => {
    const {call, engine, seen} = await answered();
    await call.setVideo(true);
    const on = call.setScreen(true);
    expect(call.snapshot.pending).to.deep.equal(['screen']);
    await on;
    expect(call.snapshot).to.deep.include({video: true, screen: true, pending: []});
    await call.setScreen(true);
    await call.setScreen(false);
    expect(call.snapshot).to.include({video: true, screen: false});
    expect(engine.last.log.slice(-2), 'asked once').to.deep.equal(['screen on', 'screen off']);
    const changes = seen('sip-media-change').filter(({kind, side}) => kind === 'video' && side === 'local');
    expect(changes.map(({op}) => op)).to.deep.equal(['add', 'update', 'update']);
  });

  for (const code of ['renegotiation-refused', 'permission-denied'] as const) {
    it(`is as it was where a screen cannot be shared: ${code}`, async () => {
      const {call, engine, media} = await answered();
      const failure = new SipError(code, 'No.');
      if (code === 'permission-denied') media.failure = failure;
      else engine.last.refusal = failure;
      expect((await rejection(call.setScreen(true))).code).to.equal(code);
      expect(call.snapshot).to.deep.include({
        state: 'active',
        screen: false,
        video: false,
        pending: [],
        error: failure,
      });
      expect(media.liveTracks, 'the microphone').to.equal(1);
    });
  }

  it('is told when the person ends the sharing in the browser', async () => {
    const {call, media, seen} = await answered();
    await call.setScreen(true);
    media.opened.at(-1)!.getTracks()[0]!.dispatchEvent(new Event('ended'));
    expect(call.snapshot.screen).to.equal(false);
    expect(seen('sip-media-change').at(-1)).to.include({op: 'remove', kind: 'video', side: 'local'});
  });

  it('sends digits, and refuses what is none', async () => {
    const {call, engine, seen} = await answered();
    await call.sendDigits('12,#a');
    expect(engine.last.log.at(-1)).to.equal('digits 12,#A');
    expect(
      seen('sip-digit')
        .map(({digit}) => digit)
        .join(''),
    ).to.equal('12#A');
    expect((await rejection(call.sendDigits('1x'))).code).to.equal('invalid-argument');
    expect((await rejection(call.sendDigits(''))).code).to.equal('invalid-argument');
  });

  it('is heard unless we are deaf to it', async () => {
    const {call, media} = await answered();
    const heard = () => [...media.playing.values()].map(({muted}) => !muted);
    expect(heard()).to.deep.equal([true]);
    call.deafen();
    await settle();
    expect(heard()).to.deep.equal([false]);
    call.undeafen();
    await settle();
    expect(heard()).to.deep.equal([true]);
    call.setDeaf(true);
    await settle();
    expect(heard()).to.deep.equal([false]);
  });

  it('outlives the connection', async () => {
    const {call, engine} = await answered();
    engine.loseConnection();
    await settle();
    expect(call.state).to.equal('active');
  });

  it('ends once, whoever hangs up, and frees every device', async () => {
    const {call, engine, media, seen} = await answered();
    await Promise.all([call.hangup(), call.hangup()]);
    engine.last.hangup();
    expect(seen('sip-call-ended')).to.have.lengthOf(1);
    expect(media.liveTracks).to.equal(0);
    expect(media.playing.size).to.equal(0);
  });

  it('drops news that comes too late', async () => {
    const {call, engine} = await answered();
    await call.hangup();
    engine.last.listener!.early();
    engine.last.listener!.established();
    engine.last.media({phase: 'flowing', remoteHeld: true});
    expect(call.snapshot).to.include({state: 'hangup', media: 'none'});
  });

  it('refuses politely what it cannot do any more', async () => {
    const {call} = await answered();
    await call.hangup();
    for (const attempt of [call.hold(), call.setVideo(true), call.sendDigits('1'), call.answer()]) {
      expect((await rejection(attempt)).code).to.equal('invalid-state');
    }
    await call.hangup();
  });

  it('goes on although a listener throws', async () => {
    const {call, engine} = await answered();
    const uncaught = window.onerror;
    window.onerror = () => true;
    call.on('sip-call-ended', () => {
      throw new Error('A listener of the page is broken.');
    });
    engine.last.hangup();
    window.onerror = uncaught;
    expect(call.state).to.equal('hangup');
  });
});
