import type {MediaDevices as DeviceLists} from '../core/media-port.js';
import {Listeners} from './listeners.js';
import {DevicePermissions} from './permissions.js';

/** One headset that is plugged in makes several events, a Bluetooth one for seconds. */
const QUIET_TIME = 500;

const NOTHING: DeviceLists = {microphones: [], cameras: [], speakers: [], denied: []};

/** The lists of devices, read as seldom as possible: `enumerateDevices` makes the sound of running calls choppy. */
export class DeviceWatcher {
  readonly #listeners = new Listeners();
  readonly #life = new AbortController();
  readonly #permissions = new DevicePermissions(() => this.#changed(), this.#life.signal);
  #lists: Promise<DeviceLists> | undefined;
  #watching = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The lists as of the last change. */
  list(): Promise<DeviceLists> {
    this.#watch();
    this.#lists ??= this.#read();
    return this.#lists;
  }

  onChange(listener: () => void): () => void {
    this.#watch();
    return this.#listeners.add(listener);
  }

  /** After permission was given: labels that were empty can be read now. */
  async permitted(): Promise<void> {
    if (!this.#lists) return;
    const {microphones, cameras} = await this.#lists;
    if ([...microphones, ...cameras].some((device) => !device.label)) this.#changed();
  }

  /** The person has seen to it that more can be listed, of which no browser tells. */
  reread(): void {
    if (this.#lists) this.#changed();
  }

  destroy(): void {
    this.#life.abort();
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #watch(): void {
    const {signal} = this.#life;
    if (this.#watching || signal.aborted) return;
    this.#watching = true;
    const onChange = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#changed, QUIET_TIME);
    };
    // Undefined in an insecure context, where there is nothing to list either.
    browserDevices()?.addEventListener('devicechange', onChange, {signal});
  }

  readonly #changed = (): void => {
    this.#lists = undefined;
    this.#listeners.tell();
  };

  async #read(): Promise<DeviceLists> {
    try {
      const [devices = [], denied] = await Promise.all([
        browserDevices()?.enumerateDevices(),
        this.#permissions.denied(),
      ]);
      // Chromium lists the default device twice; what it is called the second time is the person's own choice.
      const of = (kind: MediaDeviceKind) =>
        devices
          .filter((device) => device.kind === kind && device.deviceId !== 'default')
          .map(({deviceId, label}) => Object.freeze({deviceId, label}));
      return {microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput'), denied};
    } catch {
      // Refused by a permissions policy: to the page there are no devices. The next call asks again.
      this.#lists = undefined;
      return NOTHING;
    }
  }
}

function browserDevices(): MediaDevices | undefined {
  // Typed as always there, which it is not.
  const {mediaDevices}: {mediaDevices?: MediaDevices} = navigator;
  return mediaDevices;
}
