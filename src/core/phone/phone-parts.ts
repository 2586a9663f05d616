import type {PhoneConfig} from '../config/phone-config.js';
import type {SipEngine, SipEngineFactory, SipEngineListener} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {MediaPort, MediaPortFactory} from '../media-port.js';
import {PhoneSounds} from './phone-sounds.js';

/** Where a phone gets its SIP stack and its media from; both are asked once, when first needed. */
export interface PhonePorts {
  readonly engine: SipEngineFactory;
  readonly media: MediaPortFactory;
}

export interface PhonePartsHost {
  readonly config: PhoneConfig;
  readonly ports: PhonePorts;
  readonly listener: SipEngineListener;
  readonly audioBlockedChanged: (blocked: boolean) => void;
  /** The media are there, and nothing of them has been used yet. */
  readonly mediaMade: (media: MediaPort) => void;
  /** The engine was made, and has done nothing yet. */
  readonly engineMade: (engine: SipEngine) => void;
}

/** The SIP stack, the media and the sounds of a phone, each made when first needed. */
export class PhoneParts {
  readonly #host: PhonePartsHost;
  #engine: Promise<SipEngine> | undefined;
  #media: Promise<MediaPort> | undefined;
  #mediaNow: MediaPort | undefined;
  #sounds: PhoneSounds | undefined;
  #closed = false;

  constructor(host: PhonePartsHost) {
    this.#host = host;
  }

  get hasEngine(): boolean {
    return this.#engine !== undefined;
  }

  /** The media, if they are there already. */
  get mediaNow(): MediaPort | undefined {
    return this.#mediaNow;
  }

  get sounds(): PhoneSounds | undefined {
    return this.#sounds;
  }

  engine(): Promise<SipEngine> {
    this.#engine ??= this.#createEngine().catch((error: unknown) => {
      this.#engine = undefined; // A chunk that did not load may load the next time.
      throw error;
    });
    return this.#engine;
  }

  media(): Promise<MediaPort> {
    this.#media ??= this.#openMedia();
    return this.#media;
  }

  /** Ends what there is; nothing more can be made. `leaving` a page that may come back, its calls are kept. */
  async close({leaving = false} = {}): Promise<void> {
    this.#closed = true;
    this.#sounds?.close();
    const [engine, media] = await Promise.allSettled([this.#engine, this.#media]);
    if (engine.status === 'fulfilled') await (leaving ? engine.value?.leave() : engine.value?.destroy());
    if (media.status === 'fulfilled') media.value?.destroy();
  }

  async #createEngine(): Promise<SipEngine> {
    const {config, ports, listener, engineMade} = this.#host;
    const engine = await ports.engine({config, media: await this.media(), listener});
    if (!this.#closed) {
      engineMade(engine);
      return engine;
    }
    await engine.destroy();
    throw new SipError('invalid-state', 'This phone was destroyed; make a new one.');
  }

  async #openMedia(): Promise<MediaPort> {
    const {config, ports, audioBlockedChanged, mediaMade} = this.#host;
    const media = await ports.media({getUserMedia: config.getUserMedia, country: config.country});
    this.#mediaNow = media;
    this.#sounds = new PhoneSounds(media, config);
    media.onBlockedChange(audioBlockedChanged);
    mediaMade(media);
    return media;
  }
}
