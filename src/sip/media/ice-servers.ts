import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError} from '../../core/errors.js';
import type {LeasedIceServers} from '../../core/config/ice-options.js';
import {within} from '../waiting.js';

/** How long a call waits for a page that has not answered yet, in milliseconds. */
const PATIENCE = 2000;
/** How long before they lapse servers are asked for anew, and how soon after a failure. */
const AHEAD = 60_000;
const RETRY = 30_000;

/** The STUN and TURN servers as they are now; those that a page's function gives are renewed before they lapse. */
export class IceServers {
  readonly #config: PhoneConfig;
  readonly #changed: () => void;
  #servers: readonly RTCIceServer[] = [];
  #asking: Promise<void> | undefined;
  #lapse = Infinity;
  #cancelRenewal: (() => void) | undefined;
  #closed = false;

  /** @param changed - Called when a function gave others than before. */
  constructor(config: PhoneConfig, changed: () => void) {
    this.#config = config;
    this.#changed = changed;
    if (typeof config.iceServers === 'function') void this.#renew();
    else this.#servers = config.iceServers;
  }

  /** Waits for a page that is late, but not for long: a call without TURN is better than none. */
  async get(): Promise<RTCIceServer[]> {
    const {clock} = this.#config;
    // After a sleep of the machine timers are late.
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
