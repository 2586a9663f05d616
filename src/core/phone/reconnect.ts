import type {Clock} from '../clock.js';
import type {SipError} from '../errors.js';

/** Milliseconds. */
const LONGEST = 60_000;
/** How long the phone hurries because of a call, and the pause between its attempts meanwhile. */
const HURRY = 60_000;
const HURRIED = 500;
/** A shorter connection does not count as a success, so the pauses go on growing. */
const STABLE = 10_000;

/**
 * Decides when to try again: after a random part of a time that doubles from one second to a minute, so that the phones
 * of a whole company do not come back in the same instant (RFC 5626 section 4.5); during a call every half a second for
 * the first minute; and never before the Retry-After of a server (RFC 3261 section 20.33).
 */
export class ReconnectPace {
  readonly #clock: Clock;
  readonly #inCall: () => boolean;
  #attempt = 0;
  /** When the trouble began. */
  #since: number;
  #succeeded: number | undefined;
  #notBefore = 0;
  #woken = -Infinity;

  constructor(clock: Clock, inCall: () => boolean) {
    this.#clock = clock;
    this.#inCall = inCall;
    this.#since = clock.now();
  }

  succeeded(): void {
    this.#succeeded = this.#clock.now();
  }

  /** Returns the milliseconds until the next attempt. `connected`: only the binding is missing. */
  next({retryAfter = 0}: SipError, connected: boolean): number {
    const now = this.#clock.now();
    if (this.#attempt === 0) this.#since = now;
    if (this.#succeeded !== undefined && now - this.#succeeded >= STABLE) {
      this.#attempt = 0;
      this.#since = now;
    }
    this.#succeeded = undefined;
    if (retryAfter > 0) this.#notBefore = now + retryAfter * 1000 * (1 + Math.random() / 4);
    const hurry = !connected && this.#inCall() && now - this.#since < HURRY;
    const growth = 2 ** Math.max(this.#attempt++ - 1, 0);
    const delay = hurry
      ? Math.min(HURRIED, 100 * growth) * (1 - Math.random() / 4)
      : Math.min(LONGEST, 1000 * growth) * Math.random();
    return this.#after(delay);
  }

  /**
   * Returns the milliseconds to wait after the machine or the network woke up; undefined if that happened just before.
   */
  awake(): number | undefined {
    const now = this.#clock.now();
    if (now - this.#woken < 2000) return undefined;
    this.#woken = now;
    // A network that comes back wakes all its phones at once.
    return this.#after(this.#inCall() ? 0 : 1000 * Math.random());
  }

  #after(delay: number): number {
    return Math.max(delay, this.#notBefore - this.#clock.now());
  }
}
