import {checkVolume} from '../call/call-muting.js';
import type {CallLine} from '../call/call-line.js';
import type {Devices} from '../devices/devices.js';
import type {OwnDevices} from '../devices/call-devices.js';
import type {DeviceKind} from '../devices/device-state.js';
import {useRemembered} from '../devices/remembered-devices.js';
import {toSipError} from '../errors.js';
import {conversationGroup, type ConversationPart} from '../lazy-groups.js';
import {LazyPart} from '../lazy-part.js';
import type {MediaPort} from '../media-port.js';
import type {PhoneModel} from './phone-model.js';
import {isConnected} from './phone-state.js';

/** The devices of a phone. Those of an earlier page are used as soon as there are media; what changes them is fetched later. */
export class PhoneDevices {
  readonly #model: PhoneModel;
  readonly #media: () => Promise<MediaPort>;
  readonly #lines: () => readonly CallLine[];
  #devices: ConversationPart<Devices> | undefined;

  /** @param lines - Returns the lines of the calls that are not over. */
  constructor(model: PhoneModel, media: () => Promise<MediaPort>, lines: () => readonly CallLine[]) {
    this.#model = model;
    this.#media = media;
    this.#lines = lines;
  }

  /** The media are there. */
  open(media: MediaPort): void {
    const model = this.#model;
    if (model.destroyed.aborted) return;
    const parts = {lines: this.#lines, remembered: useRemembered(media)};
    this.#devices = new LazyPart(conversationGroup, ({Devices}) => new Devices(model, media, parts));
    this.#fetchAhead();
  }

  async list(): Promise<void> {
    try {
      await this.#media();
      await this.#devices?.use(() => undefined);
    } catch (error) {
      // The call itself will report this to the person.
      this.#model.config.logger.debug('The devices could not be listed.', error);
    }
  }

  async choose(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    this.#model.assertAlive();
    return this.#changed((devices) => devices.choose(kind, deviceId));
  }

  /** Uses a device in one call only. */
  async chooseFor(line: CallLine, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean> {
    return this.#changed((devices) => devices.chooseFor(line, kind, deviceId));
  }

  /** @throws SipError `invalid-argument`. */
  setVolume(volume: number): void {
    checkVolume(volume);
    this.#model.patch({volume});
    for (const {call} of this.#lines()) call.setVolume(volume);
  }

  async #changed(work: (devices: Devices) => Promise<boolean>): Promise<boolean> {
    await this.#media();
    try {
      return (await this.#devices?.use(work)) ?? false;
    } catch (error) {
      this.#model.report(toSipError(error));
      return false;
    }
  }

  /** When the phone is connected, or a call of the page before goes on: then somebody may plug and unplug. */
  #fetchAhead(): void {
    const model = this.#model;
    const begun = new AbortController();
    const look = () => {
      const {status, calls} = model.state;
      if (!isConnected(status) && calls.every(({state}) => state === 'new')) return;
      begun.abort();
      this.#devices?.load(model.destroyed);
    };
    model.store.subscribe(look, {signal: begun.signal});
    look();
  }
}
