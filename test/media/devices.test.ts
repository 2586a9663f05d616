import {expect, waitUntil} from '@open-wc/testing';
import type {MediaPort} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {replace, restore, soundingStream} from './setup.js';

const device = (kind: MediaDeviceKind, label: string) =>
  ({kind, label, deviceId: label || 'x', groupId: ''}) as MediaDeviceInfo;

describe('devices', () => {
  let port: MediaPort;
  let reads: number;
  let present: MediaDeviceInfo[];

  /** From now on the browser has the devices in `present`. */
  function pretend(...devices: MediaDeviceInfo[]): void {
    reads = 0;
    present = devices;
    replace(navigator.mediaDevices, 'enumerateDevices', {
      value: () => {
        reads += 1;
        return Promise.resolve(present);
      },
    });
  }

  const plug = (): boolean => navigator.mediaDevices.dispatchEvent(new Event('devicechange'));

  beforeEach(async () => {
    port = await createMediaPort({getUserMedia: () => Promise.resolve(soundingStream())});
  });

  afterEach(() => {
    port.destroy();
    restore();
  });

  it('are those of this browser', async () => {
    const {microphones, cameras, speakers} = await port.devices();
    expect(microphones.length).to.be.greaterThan(0);
    expect(cameras.length).to.be.greaterThan(0);
    for (const {deviceId} of [...microphones, ...cameras, ...speakers]) expect(deviceId).not.to.equal('default');
  });

  it('are read once, however often one asks', async () => {
    pretend(device('audioinput', 'Headset'), device('audiooutput', 'Headset'), device('videoinput', 'Webcam'));
    const [first, second] = await Promise.all([port.devices(), port.devices()]);
    expect(await port.devices()).to.equal(first);
    expect(second).to.equal(first);
    expect(reads).to.equal(1);
    expect(first.microphones.map(({label}) => label)).to.deep.equal(['Headset']);
    expect(first.speakers.map(({label}) => label)).to.deep.equal(['Headset']);
    expect(first.cameras.map(({label}) => label)).to.deep.equal(['Webcam']);
  });

  it('are read again after a change, once for a whole burst', async () => {
    pretend(device('audioinput', 'Old'));
    await port.devices();
    let changes = 0;
    port.onDevicesChange(() => (changes += 1));
    present = [device('audioinput', 'New')];
    plug();
    plug();
    plug();
    expect(changes).to.equal(0);
    await waitUntil(() => changes > 0, 'told of the change', {timeout: 3000});
    expect((await port.devices()).microphones[0]!.label).to.equal('New');
    expect([changes, reads]).to.deep.equal([1, 2]);
  });

  it('are told anew when permission brings their labels, and only then', async () => {
    pretend(device('audioinput', ''));
    await port.devices();
    let changes = 0;
    port.onDevicesChange(() => (changes += 1));
    present = [device('audioinput', 'Headset')];
    const {signal} = new AbortController();
    await port.open({audio: true, video: false}, {signal});
    await waitUntil(() => changes === 1, 'told of the labels');
    expect((await port.devices()).microphones[0]!.label).to.equal('Headset');
    await port.open({audio: true, video: false}, {signal});
    await port.devices();
    expect([changes, reads]).to.deep.equal([1, 2]);
  });

  it('stop telling one who no longer listens, and go on telling the others when one throws', async () => {
    pretend(device('audioinput', 'One'));
    const heard: string[] = [];
    const errors: unknown[] = [];
    replace(globalThis, 'reportError', {value: (error: unknown) => errors.push(error)});
    port.onDevicesChange(() => {
      throw new Error('of a listener');
    });
    port.onDevicesChange(() => heard.push('gone'))();
    port.onDevicesChange(() => heard.push('there'));
    plug();
    await waitUntil(() => heard.length > 0, 'told of the change', {timeout: 3000});
    expect(heard).to.deep.equal(['there']);
    expect(errors).to.have.length(1);
  });

  it('are none where a policy refuses the list, until it no longer does', async () => {
    let refused = true;
    replace(navigator.mediaDevices, 'enumerateDevices', {
      value: () =>
        refused
          ? Promise.reject(new DOMException('', 'NotAllowedError'))
          : Promise.resolve([device('audioinput', 'A')]),
    });
    expect(await port.devices()).to.deep.equal({microphones: [], cameras: [], speakers: [], denied: []});
    refused = false;
    expect((await port.devices()).microphones).to.have.length(1);
  });

  it('are none on an insecure page', async () => {
    replace(navigator, 'mediaDevices', {value: undefined});
    expect(await port.devices()).to.deep.equal({microphones: [], cameras: [], speakers: [], denied: []});
  });

  it('are watched by nobody after destroy', async () => {
    const added: AbortSignal[] = [];
    const native = EventTarget.prototype.addEventListener;
    replace(navigator.mediaDevices, 'addEventListener', {
      value(this: EventTarget, type: string, listener: EventListener, options: AddEventListenerOptions) {
        added.push(options.signal!);
        native.call(this, type, listener, options);
      },
    });
    await port.devices();
    port.onDevicesChange(() => undefined);
    expect(added).to.have.length(1);
    port.destroy();
    expect(added[0]!.aborted).to.equal(true);
  });
});
