import type {MediaDevices as DeviceLists} from '../core/media-port.js';
import {Listeners} from './listeners.js';

/** One headset that is plugged in makes several events, a Bluetooth one for seconds. */
const QUIET_TIME = 500;

const NOTHING: DeviceLists = {microphones: [], cameras: [], speakers: []};

/** The lists of devices, read as seldom as possible: `enumerateDevices` makes the sound of running calls choppy. */
export class DeviceWatcher {
  readonly #listeners = new Listeners();
  readonly #life = new AbortController();
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
      const devices = (await browserDevices()?.enumerateDevices()) ?? [];
      const of = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind);
      return {microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput')};
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
