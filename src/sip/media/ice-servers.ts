import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError} from '../../core/errors.js';
import type {LeasedIceServers} from '../../core/config/ice-options.js';
import {within} from '../waiting.js';

/** The longest time that a call waits for the page's function, in milliseconds. */
const PATIENCE = 2000;
/**
 * In milliseconds: the page is asked for new servers this long before the old ones expire, and this long after a
 * failure.
 */
const AHEAD = 60_000;
const RETRY = 30_000;

/** The present STUN and TURN servers. If the page gives them by a function, they are renewed before they expire. */
export class IceServers {
  readonly #config: PhoneConfig;
  readonly #changed: () => void;
  #servers: readonly RTCIceServer[] = [];
  #asking: Promise<void> | undefined;
  #lapse = Infinity;
  #cancelRenewal: (() => void) | undefined;
  #closed = false;

  /** @param changed - Called each time that the function gave servers. */
  constructor(config: PhoneConfig, changed: () => void) {
    this.#config = config;
    this.#changed = changed;
    if (typeof config.iceServers === 'function') void this.#renew();
    else this.#servers = config.iceServers;
  }

  /** Waits for the page's function, but not for long: a call without TURN is better than no call. */
  async get(): Promise<RTCIceServer[]> {
    const {clock} = this.#config;
    // After a sleep of the computer the renewal timer is late.
    if (clock.now() >= this.#lapse) void this.#renew();
    if (this.#asking) await within(clock, PATIENCE, this.#asking);
    return [...this.#servers];
  }

  close(): void {
    this.#closed = true;
    this.#cancelRenewal?.();
  }

  #renew(): Promise<void> {
    this.#cancelRenewal?.();
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const {iceServers: source, clock, logger} = this.#config;
    if (typeof source !== 'function') return;
    try {
      const answer = await source();
      const {iceServers, expires} = 'iceServers' in answer ? answer : {iceServers: answer, expires: undefined};
      if (!Array.isArray(iceServers)) throw new SipError('invalid-argument', 'It must give an array of RTCIceServer.');
      this.#servers = iceServers as readonly RTCIceServer[];
      const lifetime = lifetimeOf(expires, clock.now());
      this.#lapse = clock.now() + lifetime;
      this.#renewAfter(Math.max(lifetime - AHEAD, lifetime / 2));
      this.#changed();
    } catch (error) {
      logger.warn('The function iceServers failed; calls go on with the servers that are there, if any.', error);
      this.#renewAfter(RETRY);
    }
  }

  #renewAfter(delay: number): void {
    if (this.#closed || delay === Infinity) return;
    this.#cancelRenewal = this.#config.clock.after(Math.max(delay, 1000), () => void this.#renew());
  }
}

function lifetimeOf(expires: LeasedIceServers['expires'], now: number): number {
  if (expires === undefined) return Infinity;
  return typeof expires === 'number' ? expires * 1000 : expires.getTime() - now;
}
