import {TransportState} from '../transport/transport-state.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import type {SipTransport} from '../transport/transport.js';
import {delay, orAborted} from '../waiting.js';

/** How long something that a person asked for waits for the connection to come back, in milliseconds. */
const PATIENCE = 10_000;

interface Changes<A extends unknown[]> {
  run(...change: A): Promise<void>;
}

/** Whether there is a connection, and work that waits for one. */
export class Connectivity {
  readonly #transport: SipTransport;
  readonly #clock: Clock;
  /** How many connections there were. */
  #count = 0;
  #waiters: (() => void)[] = [];

  constructor(transport: SipTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.stateChange.addListener((state) => {
      if (state !== TransportState.Connected) return;
      this.#count++;
      for (const proceed of this.#waiters.splice(0)) proceed();
    });
  }

  get connected(): boolean {
    return this.#transport.isConnected();
  }

  /** The same changes of a session, each as `perform` does it. */
  steady<A extends unknown[]>(changes: Changes<A>, signal: AbortSignal): Changes<A> {
    return {run: (...change) => this.perform(() => changes.run(...change), signal)};
  }

  /**
   * Does work that needs the connection: waits for one, and begins anew if it breaks meanwhile. Rejects with the work's
   * own failure; with `connection-lost` if there is no connection for ten seconds; with the signal's reason.
   */
  async perform(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#online(signal);
      const count = this.#count;
      try {
        await work();
        return;
      } catch (error) {
        if (signal.aborted || (this.connected && count === this.#count)) throw error;
      }
    }
  }

  async #online(signal: AbortSignal): Promise<void> {
    if (this.connected) return;
    const waited = new AbortController();
    const late = delay(this.#clock, PATIENCE, waited.signal).then(() => {
      throw new SipError('connection-lost', 'There is no connection to the server; try again when it is back.');
    });
    const online = new Promise<void>((resolve) => this.#waiters.push(resolve));
    try {
      await orAborted(Promise.race([online, late]), signal);
    } finally {
      waited.abort();
    }
  }
}
