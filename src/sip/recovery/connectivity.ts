import {TransportState} from '../transport/transport-state.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import type {SipTransport} from '../transport/transport.js';
import {delay, orAborted} from '../waiting.js';

/** How long the request of a person waits for the next connection, in milliseconds. */
const PATIENCE = 10_000;

interface Changes<A extends unknown[]> {
  run(...change: A): Promise<void>;
}

/** Whether there is a connection, and work that waits for one. */
export class Connectivity {
  readonly #transport: SipTransport;
  readonly #clock: Clock;
  /** The number of connections so far. */
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

  /** Wraps the changes of a session, so that `perform()` does each of them. */
  steady<A extends unknown[]>(changes: Changes<A>, signal: AbortSignal): Changes<A> {
    return {run: (...change) => this.perform(() => changes.run(...change), signal)};
  }

  /**
   * Does work that needs a connection: waits for one, and does the work again if the connection breaks meanwhile.
   * Rejects with the work's own failure, with `connection-lost` if none comes for ten seconds, or with the signal's
   * reason.
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
