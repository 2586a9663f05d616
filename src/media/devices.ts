import type {MediaDevices as DeviceLists} from '../core/media-port.js';
import {Listeners} from './listeners.js';
import {DevicePermissions} from './permissions.js';

/** Milliseconds to wait after an event: plugging in one headset fires several, a Bluetooth headset for seconds. */
const QUIET_TIME = 500;

const NOTHING: DeviceLists = {microphones: [], cameras: [], speakers: [], denied: []};

/** Lists the devices. It reads them rarely, because `enumerateDevices` makes the sound of running calls choppy. */
export class DeviceWatcher {
  readonly #listeners = new Listeners();
  readonly #life = new AbortController();
  readonly #permissions = new DevicePermissions(() => this.#changed(), this.#life.signal);
  #lists: Promise<DeviceLists> | undefined;
  #watching = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The lists, read again after each change. */
  list(): Promise<DeviceLists> {
    this.#watch();
    this.#lists ??= this.#read();
    return this.#lists;
  }

  onChange(listener: () => void): () => void {
    this.#watch();
    return this.#listeners.add(listener);
  }

  /** To be called after the person gave permission: labels that were empty can be read now. */
  async permitted(): Promise<void> {
    if (!this.#lists) return;
    const {microphones, cameras} = await this.#lists;
    if ([...microphones, ...cameras].some((device) => !device.label)) this.#changed();
  }

  /** Reads the lists again after the person used the browser's dialog, which fires no event. */
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
    // `mediaDevices` is undefined in an insecure context, where no devices can be listed either.
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
      // Chromium lists the default device twice: as "default", and under its own id and name.
      const of = (kind: MediaDeviceKind) =>
        devices
          .filter((device) => device.kind === kind && device.deviceId !== 'default')
          .map(({deviceId, label}) => Object.freeze({deviceId, label}));
      return {microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput'), denied};
    } catch {
      // A permissions policy refused, so the page has no devices. The next call of `list()` asks again.
      this.#lists = undefined;
      return NOTHING;
    }
  }
}

function browserDevices(): MediaDevices | undefined {
  // The type says that it always exists; insecure pages do not have it.
  const {mediaDevices}: {mediaDevices?: MediaDevices} = navigator;
  return mediaDevices;
}
