import {expect} from '@open-wc/testing';
import {NOTHING_CHOSEN} from '../../src/core/devices/device-state.js';
import {SipError} from '../../src/core/errors.js';
import {bench, settle, type Bench} from './setup.js';

const desk = {deviceId: 'd', label: 'Desk'};
const head = {deviceId: 'h', label: 'Headset'};
const webcam = {deviceId: 'w', label: 'Webcam'};
const present = {microphones: [desk, head], cameras: [webcam], speakers: [desk, head], denied: []};

async function started(prepare: (bench: Bench) => void = () => undefined): Promise<Bench> {
  const made = bench();
  made.media.present = present;
  prepare(made);
  await made.phone.start();
  await settle();
  return made;
}

async function inCall(made: Bench, video = false) {
  const call = made.phone.dial('1002', {video});
  await settle();
  made.engine.last.answer();
  if (video) made.engine.last.media({video: true});
  await settle();
  return {call, session: made.engine.last};
}

const microphoneOf = ({snapshot}: {snapshot: {localStream: MediaStream | null}}) =>
  snapshot.localStream!.getAudioTracks()[0]!;

describe('the devices of a phone', () => {
  it('are listed as soon as there are media, and used as the browser likes', async () => {
    const {phone, seen} = await started();
    expect(phone.snapshot.devices).to.deep.include({
      ...present,
      chosen: {microphone: '', camera: '', speaker: '', ringer: ''},
      failure: null,
    });
    expect(seen('sip-device-change')).to.deep.equal([]);
  });

  it('are chosen, remembered, told of, and used by the next call', async () => {
    const made = await started();
    const {phone, media, seen} = made;
    expect(await phone.setMicrophone('h')).to.equal(true);
    expect(await phone.setSpeaker('d')).to.equal(true);
    expect(await phone.setRinger('h')).to.equal(true);
    expect(phone.snapshot.devices.chosen).to.deep.equal({microphone: 'h', camera: '', speaker: 'd', ringer: 'h'});
    expect(media.memory).to.deep.equal({...NOTHING_CHOSEN, microphone: head, speaker: desk, ringer: head});
    expect(seen('sip-device-change')[0]).to.deep.equal({kind: 'microphone', device: head, reason: 'chosen'});
    await inCall(made);
    expect(media.used).to.deep.equal({microphone: 'h', camera: '', speaker: 'd', ringer: 'h'});
    expect(await phone.setMicrophone('')).to.equal(true);
    expect(media.memory.microphone).to.equal(null);
  });

  it('change in running calls, and leave them muted as they were, with one track each', async () => {
    const made = await started();
    const first = await inCall(made);
    const second = await inCall(made);
    void first.call.mute();
    const before = [first, second].map(({call}) => microphoneOf(call));
    expect(await made.phone.setMicrophone('h')).to.equal(true);
    const after = [first, second].map(({call}) => microphoneOf(call));
    expect(before.map(({readyState}) => readyState)).to.deep.equal(['ended', 'ended']);
    expect(after.map(({label}) => label)).to.deep.equal(['Headset', 'Headset']);
    expect(after[0]).not.to.equal(after[1]);
    expect(first.session.muted.audio).to.equal(true);
    expect(made.media.liveTracks).to.equal(2);
  });

  it('stay as they are if the new one cannot be opened, and the page is told why', async () => {
    const made = await started();
    const {call} = await inCall(made);
    const before = microphoneOf(call);
    made.media.failure = new SipError('device-busy', 'In use.');
    expect(await made.phone.setMicrophone('h')).to.equal(false);
    expect(microphoneOf(call)).to.equal(before);
    expect(before.readyState).to.equal('live');
    expect(made.phone.snapshot.devices.chosen.microphone).to.equal('');
    expect(made.phone.snapshot.devices.failure).to.deep.include({kind: 'microphone'});
    expect(made.media.used.microphone).to.equal('');
    expect(made.media.memory).to.equal(NOTHING_CHOSEN);
    expect(made.seen('sip-error').map(({error}) => error.code)).to.deep.equal(['device-busy']);
    made.media.failure = undefined;
    expect(await made.phone.setMicrophone('h')).to.equal(true);
    expect(made.phone.snapshot.devices.failure).to.equal(null);
  });

  it('cannot be what is not there', async () => {
    const {phone, media} = await started();
    expect(await phone.setMicrophone('nonsense')).to.equal(false);
    expect(await phone.setCamera('h')).to.equal(false);
    media.mute.add('nonsense');
    expect(await phone.setSpeaker('nonsense')).to.equal(false);
    expect(phone.snapshot.devices.failure!.error.code).to.equal('no-speaker');
  });

  it("can be chosen in the browser's own dialog, which may be closed without a choice", async () => {
    const {phone, media, seen} = await started();
    expect(await phone.setSpeaker(null)).to.equal(true);
    expect(seen('sip-device-change')).to.deep.equal([]);
    media.choice = head;
    expect(await phone.setSpeaker(null)).to.equal(true);
    expect(phone.snapshot.devices.chosen.speaker).to.equal('h');
  });

  it('of an earlier page are used again, also under a new id', async () => {
    const {phone, media, seen} = await started((made) => {
      made.media.memory = {...NOTHING_CHOSEN, microphone: {...head, deviceId: 'old'}, camera: webcam};
    });
    expect(phone.snapshot.devices.chosen).to.deep.include({microphone: 'h', camera: 'w'});
    expect(media.memory.microphone).to.deep.equal(head);
    expect(media.used.microphone).to.equal('h');
    expect(seen('sip-device-change')).to.deep.equal([]);
  });

  it('of an earlier page are used as soon as the browser allows it', async () => {
    const {phone, media} = await started((made) => {
      made.media.memory = {...NOTHING_CHOSEN, speaker: head};
      made.media.mute.add('h');
      made.media.present = {...present, speakers: []};
    });
    expect(phone.snapshot.devices.chosen.speaker).to.equal('');
    media.mute.clear();
    media.plug({speakers: [desk, head]});
    await settle();
    expect([phone.snapshot.devices.chosen.speaker, media.used.speaker]).to.deep.equal(['h', 'h']);
  });

  it('of an earlier page that are gone give way to what there is, with a notice', async () => {
    const gone = {deviceId: 'gone', label: 'Gone'};
    const {phone, media, seen} = await started((made) => {
      made.media.memory = {...NOTHING_CHOSEN, microphone: gone};
    });
    expect(phone.snapshot.devices.chosen.microphone).to.equal('');
    expect(media.used.microphone).to.equal('');
    expect(seen('sip-device-change')).to.deep.equal([{kind: 'microphone', device: null, reason: 'unplugged'}]);
    // The wish stays, because the device may come back.
    expect(media.memory.microphone).to.equal(gone);
  });

  it('that are plugged in are listed and left alone; the one that was chosen is used when it is back', async () => {
    const made = await started();
    await made.phone.setMicrophone('h');
    const {call} = await inCall(made);
    made.media.plug({microphones: [desk]});
    await settle();
    expect(made.phone.snapshot.devices.chosen.microphone).to.equal('');
    expect(microphoneOf(call).label).to.equal('Desk');
    const fresh = {deviceId: 'f', label: 'Fresh'};
    made.media.plug({microphones: [desk, fresh]});
    await settle();
    expect(made.phone.snapshot.devices.microphones).to.include(fresh);
    expect(microphoneOf(call).label).to.equal('Desk');
    made.media.plug({microphones: [desk, fresh, head]});
    await settle();
    expect(microphoneOf(call).label).to.equal('Headset');
    const notices = made.seen('sip-device-change').map(({device, reason}) => [device?.label, reason]);
    expect(notices).to.deep.equal([
      ['Headset', 'chosen'],
      [undefined, 'unplugged'],
      ['Headset', 'plugged'],
    ]);
  });

  it('that vanish in a call are replaced at once, and once only', async () => {
    const made = await started();
    await made.phone.setMicrophone('h');
    const {call} = await inCall(made);
    made.media.present = {...present, microphones: [desk]};
    made.media.lose(microphoneOf(call));
    await settle();
    expect(microphoneOf(call)).to.include({label: 'Desk', readyState: 'live'});
    made.media.plug({});
    await settle();
    const notices = made.seen('sip-device-change').map(({device, reason}) => [device?.label, reason]);
    expect(notices).to.deep.equal([
      ['Headset', 'chosen'],
      ['Desk', 'unplugged'],
    ]);
    expect(made.media.memory.microphone).to.equal(head);
    expect(made.media.liveTracks).to.equal(1);
  });

  it('that vanish with nothing left are missed, until there is one again', async () => {
    const made = await started();
    const {call} = await inCall(made);
    made.media.failure = new SipError('permission-denied', 'No longer.');
    made.media.lose(microphoneOf(call));
    await settle();
    expect(call.snapshot.error?.code).to.equal('permission-denied');
    expect(call.state).to.equal('active');
    made.media.failure = undefined;
    made.media.plug({});
    await settle();
    expect(microphoneOf(call).readyState).to.equal('live');
  });

  it('take a picture out that has no camera any more', async () => {
    const made = await started();
    const {call, session} = await inCall(made, true);
    made.media.failure = new SipError('no-camera', 'Gone.');
    made.media.lose(call.snapshot.localStream!.getVideoTracks()[0]!);
    await settle();
    expect(session.log).to.include('video off');
    expect(call.snapshot.video).to.equal(false);
  });

  it('of one call are its own until it follows the phone again', async () => {
    const made = await started();
    const {call} = await inCall(made);
    expect(await call.setMicrophone('h')).to.equal(true);
    expect(microphoneOf(call).label).to.equal('Headset');
    expect(call.snapshot.devices.microphone).to.equal('h');
    expect(made.phone.snapshot.devices.chosen.microphone).to.equal('');
    await made.phone.setMicrophone('d');
    expect(microphoneOf(call).label).to.equal('Headset');
    expect(await call.setMicrophone(null)).to.equal(true);
    expect(microphoneOf(call).label).to.equal('Desk');
    expect(await call.setSpeaker('h')).to.equal(true);
    await settle();
    expect(made.media.playing.get(call.snapshot.remoteStream!)!.speaker).to.equal('h');
    made.media.mute.add('d');
    expect(await call.setSpeaker('d')).to.equal(false);
    expect(await call.setCamera('nonsense')).to.equal(false);
  });

  it('are nobody’s business when the phone is gone', async () => {
    const made = await started();
    await made.phone.destroy();
    const before = made.phone.snapshot.devices;
    made.media.plug({microphones: []});
    await settle();
    expect(made.phone.snapshot.devices).to.equal(before);
  });
});

describe('the volume', () => {
  it('is that of a call, and what later calls begin with', async () => {
    const made = await started();
    const {call} = await inCall(made);
    call.setVolume(0.4);
    await settle();
    expect(made.media.playing.get(call.snapshot.remoteStream!)!.volume).to.equal(0.4);
    const other = await inCall(made);
    expect(other.call.snapshot.volume).to.equal(0.4);
    made.phone.setVolume(0.9);
    expect([call, other.call].map(({snapshot}) => snapshot.volume)).to.deep.equal([0.9, 0.9]);
    expect(made.phone.snapshot.volume).to.equal(0.9);
  });

  it('is from 0 to 1', async () => {
    const {phone} = await started();
    for (const wrong of [-0.1, 1.1, NaN]) expect(() => phone.setVolume(wrong)).to.throw(SipError, 'from 0 to 1');
  });
});

describe('the end of a call', () => {
  const ends = [
    ['busy where the far end is', {cause: 'busy', code: 486, failed: true}, ['busy']],
    ['busy where they declined', {cause: 'declined', code: 603}, ['busy']],
    [
      'congestion where it cannot be reached',
      {cause: 'not-found', code: 404, failed: true, by: 'system'},
      ['congestion'],
    ],
    ['nothing where the fault is here', {cause: 'no-microphone', by: 'system', failed: true}, []],
  ] as const;
  for (const [what, end, tones] of ends) {
    it(`sounds ${what}, for a while`, async () => {
      const made = await started();
      made.phone.dial('1002');
      await settle();
      made.engine.last.hangup(end);
      await settle();
      expect(made.media.tones).to.deep.equal(tones);
      made.clock.advance(4000);
      await settle();
      expect(made.media.tones).to.deep.equal([]);
    });
  }

  it('sounds busy when they hang up, and not at all when we do, or while there is another call', async () => {
    const made = await started();
    const {session} = await inCall(made);
    session.hangup();
    await settle();
    expect(made.media.tones).to.deep.equal(['busy']);
    const second = await inCall(made);
    expect(made.media.tones).to.deep.equal([]);
    await second.call.hangup();
    await settle();
    expect(made.media.tones).to.deep.equal([]);
    made.engine.ring();
    await settle();
    made.engine.last.hangup({cause: 'canceled'});
    await settle();
    expect(made.media.tones).to.deep.equal([]);
  });
});
