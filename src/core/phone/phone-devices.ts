import {checkVolume} from '../call/call-muting.js';
import type {CallLine} from '../call/call-line.js';
import {Devices} from '../devices/devices.js';
import type {OwnDevices} from '../devices/call-devices.js';
import type {DeviceKind} from '../devices/device-state.js';
import type {MediaPort} from '../media-port.js';
import type {PhoneModel} from './phone-model.js';

/** The devices of a phone, which are there as soon as its media are. */
export class PhoneDevices {
  readonly #model: PhoneModel;
  readonly #media: () => Promise<MediaPort>;
  readonly #lines: () => readonly CallLine[];
  #devices: Devices | undefined;

  /** @param lines - Of the calls that are not over. */
  constructor(model: PhoneModel, media: () => Promise<MediaPort>, lines: () => readonly CallLine[]) {
    this.#model = model;
    this.#media = media;
    this.#lines = lines;
  }

  /** The media are there. */
  open(media: MediaPort): void {
    if (!this.#model.destroyed.aborted) this.#devices = new Devices(this.#model, media, this.#lines);
  }

  async list(): Promise<void> {
    try {
      await this.#media();
    } catch (error) {
      // The call itself will say it to the person.
      this.#model.config.logger.debug('The devices could not be listed.', error);
    }
  }

  async choose(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    this.#model.assertAlive();
    await this.#media();
    return (await this.#devices?.choose(kind, deviceId)) ?? false;
  }

  /** Uses a device in one call alone. */
  async chooseFor(line: CallLine, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean> {
    await this.#media();
    return (await this.#devices?.chooseFor(line, kind, deviceId)) ?? false;
  }

  /** @throws SipError `invalid-argument`. */
  setVolume(volume: number): void {
    checkVolume(volume);
    this.#model.patch({volume});
    for (const {call} of this.#lines()) call.setVolume(volume);
  }
}
