import type {CallLine} from '../call/call-line.js';
import {SipError, toSipError} from '../errors.js';
import type {MediaDevices, MediaPort} from '../media-port.js';
import type {PhoneModel} from '../phone/phone-model.js';
import {findDevice} from './device-choice.js';
import {
  DEVICE_KINDS,
  devicesOf,
  isOutput,
  NO_DEVICES,
  type ChosenDevices,
  type Device,
  type DeviceKind,
  type DevicesState,
} from './device-state.js';
import {noteDevice, TRACK_KINDS, trackOf, type InputKind, type OwnDevices} from './call-devices.js';
import {InputDevices, sending} from './input-devices.js';
import type {RememberedDevices} from './remembered-devices.js';

type Failure = DevicesState['failure'];

/**
 * Decides which devices a phone uses. A chosen device counts while it is there. When it is unplugged, the browser's
 * default takes over; when it comes back, it is used again. New devices are listed and not used.
 */
export class Devices {
  readonly #model: PhoneModel;
  readonly #media: MediaPort;
  readonly #lines: () => readonly CallLine[];
  readonly #inputs: InputDevices;
  /** The devices that the person has chosen. */
  #wishes: ChosenDevices;
  /** The devices in use; null for the browser's default. */
  readonly #used: Record<DeviceKind, Device | null>;
  #lists: MediaDevices = {...NO_DEVICES};
  #failure: Failure = null;
  /** One change of a kind at a time. */
  readonly #work = new Map<DeviceKind, Promise<unknown>>();

  /** @param lines - Returns the lines of the calls that are not over. */
  constructor(
    model: PhoneModel,
    media: MediaPort,
    {lines, remembered}: {lines: () => readonly CallLine[]; remembered: RememberedDevices},
  ) {
    const signal = model.destroyed;
    this.#model = model;
    this.#media = media;
    this.#lines = lines;
    this.#inputs = new InputDevices(media, signal);
    this.#wishes = remembered.chosen;
    // Until something is allowed, the browser does not list devices; the wished device may well be there.
    this.#used = {...this.#wishes};
    signal.addEventListener('abort', media.onDevicesChange(this.#look));
    signal.addEventListener('abort', media.onTrackLost(this.#lost));
    for (const kind of DEVICE_KINDS) {
      // Browsers allow no loudspeaker before the microphone is allowed. Then the wish is tried again once the device is
      // listed.
      void this.#during(kind, async () => (await remembered.usable[kind]) || (this.#used[kind] = null));
    }
    this.#tell();
    this.#look();
  }

  /**
   * Uses a device from now on, in every call that has no device of its own, and remembers it.
   * @param deviceId - `''` for the browser's default; null lets the person choose in the browser's own dialog.
   * @returns false if the browser cannot use it; then everything is as before.
   */
  choose(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    return this.#trying(kind, async () => {
      const device = deviceId === null ? await this.#media.choose(kind) : this.#find(kind, deviceId);
      // The person closed the dialog without a choice.
      if (deviceId === null && !device) return;
      await this.#adopt(kind, device);
      this.#wish(kind, device);
      this.#failure = null;
      this.#tell();
      this.#model.tell('sip-device-change', {kind, device, reason: 'chosen'});
    });
  }

  /** The same for one call, which no longer follows the phone; null lets it follow the phone again. */
  chooseFor(line: CallLine, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean> {
    return this.#trying(kind, async () => {
      const device = deviceId === null ? this.#used[kind] : this.#find(kind, deviceId);
      if (kind === 'speaker') await this.#assertPlayable(device);
      else await this.#inputs.put(kind, sending([line], kind), device?.deviceId);
      noteDevice(line, kind, deviceId);
    });
  }

  readonly #look = (): void => void this.#read();

  async #read(): Promise<void> {
    this.#lists = await this.#media.devices();
    await Promise.all(DEVICE_KINDS.map((kind) => this.#during(kind, () => this.#settle(kind))));
    this.#tell();
  }

  /** Brings the used device in line with the wish and with the devices that are there. */
  async #settle(kind: DeviceKind): Promise<void> {
    const wish = this.#wishes[kind];
    const found = wish && findDevice(wish, devicesOf(this.#lists, kind));
    // The browser does not say yet which devices are there.
    if (found === undefined) return;
    if (found && found.deviceId !== wish.deviceId) this.#wish(kind, found);
    if (found?.deviceId === this.#used[kind]?.deviceId) await this.#mend(kind);
    else await this.#change(kind, found);
  }

  async #change(kind: DeviceKind, device: Device | null): Promise<void> {
    const before = this.#used[kind];
    try {
      await this.#adopt(kind, device);
    } catch (error) {
      this.#fail(kind, toSipError(error));
      return;
    }
    // The same device under a new id is no change for the page.
    if (device && device.label === before?.label) return;
    this.#model.tell('sip-device-change', {kind, device, reason: device ? 'plugged' : 'unplugged'});
  }

  /** Gives a device to calls that lost theirs and got no other: there may be one now, or permission to use it. */
  async #mend(kind: DeviceKind): Promise<void> {
    if (isOutput(kind)) return;
    const input = kind as InputKind;
    const silent = this.#lines().filter((line) => trackOf(line, input)?.readyState === 'ended');
    if (silent.length === 0) return;
    const device = await this.#inputs.takeOver(input, silent);
    if (device) this.#model.tell('sip-device-change', {kind, device, reason: 'plugged'});
  }

  /** The device of a track was unplugged. The browser may report its new list of devices before or after this. */
  readonly #lost = (track: MediaStreamTrack): void => {
    const kind: InputKind = track.kind === TRACK_KINDS.camera ? 'camera' : 'microphone';
    void this.#during(kind, async () => {
      const lines = this.#lines().filter((line) => trackOf(line, kind) === track);
      if (lines.length === 0) return;
      for (const line of lines) noteDevice(line, kind, null);
      if (this.#used[kind]?.deviceId === track.getSettings().deviceId) await this.#adopt(kind, null, []);
      const device = (await this.#inputs.takeOver(kind, lines)) ?? null;
      this.#tell();
      this.#model.tell('sip-device-change', {kind, device, reason: 'unplugged'});
    });
  };

  /** @throws SipError if the device cannot be used; then nothing has changed. */
  async #adopt(kind: DeviceKind, device: Device | null, lines = this.#followers(kind)): Promise<void> {
    const media = this.#media;
    const deviceId = device?.deviceId ?? '';
    const before = this.#used[kind]?.deviceId ?? '';
    if (!(await media.use(kind, deviceId))) throw unusable(kind);
    try {
      if (!isOutput(kind)) await this.#inputs.put(kind as InputKind, lines, deviceId || undefined);
    } catch (error) {
      await media.use(kind, before);
      throw error;
    }
    this.#used[kind] = device;
  }

  /** The calls that follow the phone and have a device of this kind open. */
  #followers(kind: DeviceKind): readonly CallLine[] {
    if (isOutput(kind)) return [];
    const input = kind as InputKind;
    return sending(this.#lines(), input).filter((line) => line.model.state.devices[input] === null);
  }

  /** @throws SipError if it is not there. */
  #find(kind: DeviceKind, deviceId: string): Device | null {
    if (deviceId === '') return null;
    const found = devicesOf(this.#lists, kind).find((device) => device.deviceId === deviceId);
    if (found) return found;
    // A loudspeaker can be used without being listed: Firefox does not list them.
    if (isOutput(kind)) return {deviceId, label: ''};
    throw unusable(kind);
  }

  async #assertPlayable(device: Device | null): Promise<void> {
    if (device && !(await this.#media.canPlayOn(device.deviceId))) throw unusable('speaker');
  }

  #wish(kind: DeviceKind, device: Device | null): void {
    this.#wishes = {...this.#wishes, [kind]: device};
    this.#media.remember(this.#wishes);
  }

  #tell(): void {
    const {microphones, cameras, speakers, denied} = this.#lists;
    const chosen = Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, this.#used[kind]?.deviceId ?? '']));
    const devices = {
      microphones,
      cameras,
      speakers,
      denied,
      chosen: Object.freeze(chosen) as DevicesState['chosen'],
      speakerChoice: this.#media.speakerChoice,
      failure: this.#failure,
    };
    this.#model.patch({devices});
  }

  #fail(kind: DeviceKind, error: SipError): void {
    this.#failure = Object.freeze({kind, error});
    this.#model.report(error);
  }

  async #trying(kind: DeviceKind, work: () => Promise<void>): Promise<boolean> {
    try {
      await this.#during(kind, work);
      this.#failure = null;
      return true;
    } catch (error) {
      this.#fail(kind, toSipError(error));
      return false;
    } finally {
      this.#tell();
    }
  }

  /** Runs one piece of work after the other for each kind. Nothing runs any more after the phone is gone. */
  async #during(kind: DeviceKind, work: () => Promise<unknown>): Promise<void> {
    const before = this.#work.get(kind);
    const turn = (async () => {
      await before?.catch(() => undefined); // The caller of that work got its error.
      if (!this.#model.destroyed.aborted) await work();
    })();
    this.#work.set(kind, turn);
    await turn;
  }
}

function unusable(kind: DeviceKind): SipError {
  if (kind === 'microphone' || kind === 'camera') return new SipError(`no-${kind}`, `There is no such ${kind}.`);
  return new SipError('no-speaker', 'There is no such loudspeaker, or this browser cannot choose one.');
}
