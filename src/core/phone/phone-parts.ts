import type {SipEngine, SipEngineFactory, SipEngineListener} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {MediaPort, MediaPortFactory} from '../media-port.js';
import type {PhoneModel} from './phone-model.js';
import {PhoneSounds} from './phone-sounds.js';

/** The functions that make the SIP stack and the media of a phone; it calls each one once, when it first needs it. */
export interface PhonePorts {
  readonly engine: SipEngineFactory;
  readonly media: MediaPortFactory;
}

/** Callbacks for new media and a new SIP stack, before anything of them is used. */
export interface PhonePartsHooks {
  readonly listener: SipEngineListener;
  mediaMade(media: MediaPort): void;
  engineMade(engine: SipEngine): void;
}

/** The SIP stack, the media and the sounds of a phone, each made when first needed. */
export class PhoneParts {
  readonly #model: PhoneModel;
  readonly #ports: PhonePorts;
  readonly #hooks: PhonePartsHooks;
  #engine: Promise<SipEngine> | undefined;
  #media: Promise<MediaPort> | undefined;
  #mediaNow: MediaPort | undefined;
  #sounds: PhoneSounds | undefined;
  #closed = false;

  constructor(model: PhoneModel, ports: PhonePorts, hooks: PhonePartsHooks) {
    this.#model = model;
    this.#ports = ports;
    this.#hooks = hooks;
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

  /** Loads what a call needs and lets candidates be gathered. */
  async prewarm(): Promise<void> {
    if (this.#model.destroyed.aborted) return;
    try {
      (await this.engine()).prewarm();
    } catch (error) {
      // The call itself will report this to the person.
      this.#model.config.logger.debug('The phone could not be readied for a call.', error);
    }
  }

  playKey(digit: string): void {
    if (this.#model.config.sounds) this.#mediaNow?.playKey(digit);
  }

  /** Ends all parts; no new ones can be made. With `leaving`, calls stay for a page that may come back. */
  async close({leaving = false} = {}): Promise<void> {
    this.#closed = true;
    this.#sounds?.close();
    const [engine, media] = await Promise.allSettled([this.#engine, this.#media]);
    if (engine.status === 'fulfilled') await (leaving ? engine.value?.leave() : engine.value?.destroy());
    if (media.status === 'fulfilled') media.value?.destroy();
  }

  async #createEngine(): Promise<SipEngine> {
    const {config} = this.#model;
    const engine = await this.#ports.engine({config, media: await this.media(), listener: this.#hooks.listener});
    if (!this.#closed) {
      this.#hooks.engineMade(engine);
      return engine;
    }
    await engine.destroy();
    throw new SipError('invalid-state', 'This phone was destroyed; make a new one.');
  }

  async #openMedia(): Promise<MediaPort> {
    const {config} = this.#model;
    const media = await this.#ports.media({getUserMedia: config.getUserMedia, country: config.country});
    this.#mediaNow = media;
    this.#sounds = new PhoneSounds(media, config);
    media.onBlockedChange((audioBlocked) => this.#model.patch({audioBlocked}));
    this.#hooks.mediaMade(media);
    return media;
  }
}
