import {expect, waitUntil} from '@open-wc/testing';
import type {SipError} from '../../src/core/errors.js';
import type {MediaPort} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {toneGroup} from '../../src/media/lazy-groups.js';
import {hearsTests} from '../../src/testing/fake-media.js';
import {pictureStream, replace, restore, soundingStream, watchElements} from './setup.js';

const SLOW = {timeout: 8000};
const AUDIO = {audio: true, video: false};
const {signal} = new AbortController();

/** Lets elements play on any loudspeaker, except one called `gone`. */
function pretendSinks(): {element: HTMLMediaElement; deviceId: string}[] {
  const calls: {element: HTMLMediaElement; deviceId: string}[] = [];
  const sinks = new WeakMap<HTMLMediaElement, string>();
  replace(HTMLMediaElement.prototype, 'sinkId', {
    get(this: HTMLMediaElement) {
      return sinks.get(this) ?? '';
    },
  });
  replace(HTMLMediaElement.prototype, 'setSinkId', {
    value(this: HTMLMediaElement, deviceId: string) {
      if (deviceId === 'gone') return Promise.reject(new DOMException('', 'NotFoundError'));
      calls.push({element: this, deviceId});
      sinks.set(this, deviceId);
      return Promise.resolve();
    },
  });
  return calls;
}

describe('a chosen device', () => {
  let port: MediaPort;
  let asked: MediaStreamConstraints[];

  beforeEach(async () => {
    asked = [];
    await toneGroup.need();
    port = await createMediaPort({
      getUserMedia: (constraints) => {
        asked.push(constraints);
        const stream = constraints.video ? pictureStream() : soundingStream();
        stream.getTracks().forEach(hearsTests);
        return Promise.resolve(stream);
      },
    });
  });

  afterEach(() => {
    port.destroy();
    restore();
  });

  it('is preferred, and not demanded, by whatever opens one later', async () => {
    await port.use('microphone', 'm');
    await port.use('camera', 'c');
    await port.open(AUDIO, {signal});
    await port.open({audio: false, video: true}, {signal});
    expect(asked[0]!.audio).to.deep.include({deviceId: {ideal: 'm'}, echoCancellation: true});
    expect(asked[1]!.video).to.deep.include({deviceId: {ideal: 'c'}});
    await port.use('microphone', '');
    await port.open(AUDIO, {signal});
    expect(asked[2]!.audio).not.to.have.property('deviceId');
  });

  it('is demanded where no other will do', async () => {
    await port.use('microphone', 'm');
    await port.open({...AUDIO, microphone: 'n'}, {signal});
    expect(asked[0]!.audio).to.deep.include({deviceId: {exact: 'n'}});
  });

  it('that vanishes is told of; one that is stopped is not', async () => {
    const lost: MediaStreamTrack[] = [];
    port.onTrackLost((track) => lost.push(track));
    const {stream} = await port.open(AUDIO, {signal});
    const [track] = stream.getTracks();
    track!.dispatchEvent(new Event('ended'));
    expect(lost).to.deep.equal([track]);
    track!.stop();
    await new Promise((resolve) => void setTimeout(resolve));
    expect(lost).to.have.length(1);
  });

  it('plays every far end, those that were there before too, unless one has its own', async () => {
    pretendSinks();
    const elements = watchElements();
    const first = port.playRemote(soundingStream());
    const second = port.playRemote(soundingStream());
    first.setSpeaker('own');
    expect(await port.use('speaker', 'desk')).to.equal(true);
    port.playRemote(soundingStream());
    await waitUntil(() => elements.length === 3, 'three sounds');
    expect(elements.map(({sinkId}) => sinkId)).to.deep.equal(['own', 'desk', 'desk']);
    first.setSpeaker(null);
    second.close();
    expect(await port.use('speaker', '')).to.equal(true);
    expect(elements.map(({sinkId}) => sinkId)).to.deep.equal(['', 'desk', '']);
  });

  it('that cannot play is refused, and all plays on where it did', async () => {
    pretendSinks();
    const elements = watchElements();
    port.playRemote(soundingStream());
    await port.use('speaker', 'desk');
    expect(await port.use('speaker', 'gone')).to.equal(false);
    expect(await port.canPlayOn('gone')).to.equal(false);
    expect(elements[0]!.sinkId).to.equal('desk');
  });

  it('rings, while the tones of a call stay where the call is', async () => {
    const sinks: [context: AudioContext, deviceId: string][] = [];
    pretendSinks();
    replace(AudioContext.prototype, 'setSinkId', {
      value(this: AudioContext, deviceId: string) {
        sinks.push([this, deviceId]);
        return Promise.resolve();
      },
    });
    await port.use('ringer', 'loud');
    await port.use('speaker', 'ear');
    const stops = [port.startTone('ring'), port.startTone('waiting')];
    expect(sinks.map(([, deviceId]) => deviceId)).to.deep.equal(['loud', 'ear']);
    expect(sinks[0]![0]).not.to.equal(sinks[1]![0]);
    // The ringer changes while it rings, too.
    await port.use('ringer', 'louder');
    expect(sinks.at(-1)).to.deep.equal([sinks[0]![0], 'louder']);
    for (const stop of stops) stop();
  });

  it('rings through an element where only elements can be sent somewhere', async () => {
    const calls = pretendSinks();
    replace(AudioContext.prototype, 'setSinkId', {value: undefined});
    await port.use('ringer', 'loud');
    const probes = calls.length;
    const stop = port.startTone('ring');
    await waitUntil(() => calls.length > probes, 'an element of its own');
    const {element, deviceId} = calls.at(-1)!;
    expect(deviceId).to.equal('loud');
    await waitUntil(() => element.currentTime > 0.1, 'it plays', SLOW);
    await port.use('ringer', '');
    expect(element.srcObject).to.equal(null);
    stop();
  });

  it("is chosen in the browser's own dialog where it has one", async () => {
    pretendSinks();
    const answers: (() => Promise<object>)[] = [
      () => Promise.resolve({deviceId: 'x', label: 'Kitchen'}),
      () => Promise.reject(new DOMException('', 'NotAllowedError')),
      () => Promise.reject(new DOMException('', 'NotFoundError')),
    ];
    replace(navigator.mediaDevices, 'selectAudioOutput', {value: () => answers.shift()!()});
    const dialog = await createMediaPort({getUserMedia: undefined});
    expect(dialog.speakerChoice).to.equal('dialog');
    expect(await dialog.choose('speaker')).to.deep.equal({deviceId: 'x', label: 'Kitchen'});
    expect(await dialog.choose('ringer')).to.equal(null);
    const error = await dialog.choose('ringer').catch((reason: unknown) => reason as SipError);
    expect(error).to.include({code: 'media-failed'});
    dialog.destroy();
  });

  it('cannot be chosen in a dialog that there is not', async () => {
    replace(navigator.mediaDevices, 'selectAudioOutput', {value: undefined});
    const error = await port.choose('speaker').catch((reason: unknown) => reason as SipError);
    expect(error).to.include({code: 'no-speaker'});
  });

  it('is the one that the person gave when asked for permission', async () => {
    const stream = soundingStream();
    const [track] = stream.getTracks();
    replace(track!, 'getSettings', {value: () => ({deviceId: 'm'})});
    replace(track!, 'label', {value: 'Desk'});
    const asking = await createMediaPort({getUserMedia: () => Promise.resolve(stream)});
    expect(await asking.choose('microphone')).to.deep.equal({deviceId: 'm', label: 'Desk'});
    expect(track!.readyState).to.equal('ended');
    asking.destroy();
  });

  it('is no loudspeaker where the browser knows none', async () => {
    const native = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'setSinkId')!;
    Reflect.deleteProperty(HTMLMediaElement.prototype, 'setSinkId');
    try {
      const old = await createMediaPort({getUserMedia: undefined});
      expect(old.speakerChoice).to.equal('none');
      expect(await old.use('speaker', 'desk')).to.equal(false);
      expect(await old.use('speaker', '')).to.equal(true);
      old.destroy();
    } finally {
      Object.defineProperty(HTMLMediaElement.prototype, 'setSinkId', native);
    }
  });
});

describe('what is forbidden', () => {
  let port: MediaPort;
  afterEach(() => {
    port.destroy();
    restore();
  });

  it('is told, and so is that it is no longer', async () => {
    const status = Object.assign(new EventTarget(), {name: 'microphone', state: 'denied'});
    replace(navigator.permissions, 'query', {
      value: ({name}: {name: string}) =>
        name === 'microphone' ? Promise.resolve(status) : Promise.reject(new TypeError('unknown')),
    });
    port = await createMediaPort({getUserMedia: undefined});
    expect((await port.devices()).denied).to.deep.equal(['microphone']);
    let changes = 0;
    port.onDevicesChange(() => (changes += 1));
    status.state = 'prompt';
    status.dispatchEvent(new Event('change'));
    expect(changes).to.equal(1);
    expect((await port.devices()).denied).to.deep.equal([]);
  });

  it('is nothing where the browser does not say', async () => {
    replace(navigator, 'permissions', {value: undefined});
    port = await createMediaPort({getUserMedia: undefined});
    expect((await port.devices()).denied).to.deep.equal([]);
  });
});
