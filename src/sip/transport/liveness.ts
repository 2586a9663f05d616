import type {Clock} from '../../core/clock.js';

/** Milliseconds. In a call the phone must find a dead connection before the person has said "hello?" three times. */
const BUSY_INTERVAL = 4000;
const PATIENCE = 3000;
/** For a connection in doubt: the network has changed, or the page was asleep. */
const SHORT_PATIENCE = 1500;
/** If a timer is this late, the computer was asleep. Browsers delay the timers of hidden pages by up to a minute. */
const SLEPT = 20_000;
const SLEPT_HIDDEN = 90_000;

export interface LivenessHost {
  readonly clock: Clock;
  /** Milliseconds between two keep-alives while there is no call. */
  readonly interval: () => number;
  /** Whether there is a call. */
  readonly busy: () => boolean;
  readonly hidden: () => boolean;
  /** Sends a double CRLF. A server may answer with a single CRLF. */
  readonly ping: () => void;
  /** Sends a request that every server answers. */
  readonly ask: () => void;
  /** The connection is dead. `doubted`: this was found after `wake()`, so the server may not be the cause. */
  readonly dead: (why: string, doubted: boolean) => void;
}

/**
 * Finds out whether the connection still works. It sends CRLF and waits for the pong (RFC 5626 sections 3.5.1 and
 * 4.4.1); a server that never answers CRLF gets OPTIONS instead. Everything that comes from the server counts as a sign
 * of life.
 */
export class Liveness {
  readonly #host: LivenessHost;
  #server: string | null = null;
  /** Whether the server answers CRLF; undefined while that is not known. */
  #pongs: boolean | undefined;
  #stopTimer: (() => void) | undefined;
  /** When the next keep-alive is due. */
  #due = 0;
  #stopWaiting: (() => void) | undefined;
  /** The time on the clock by which the server has to answer. */
  #deadline = 0;

  constructor(host: LivenessHost) {
    this.#host = host;
  }

  /** There is a new connection. */
  start(server: string | null): void {
    if (server !== this.#server) this.#pongs = undefined;
    this.#server = server;
    this.#check(PATIENCE, false);
  }

  /** The connection is gone. */
  stop(): void {
    // A server that closes the connection at the first CRLF gets no second one.
    if (this.#stopWaiting) this.#pongs ??= false;
    this.#answered();
    this.#stopTimer?.();
  }

  /** Something came from the server. */
  heard(pong: boolean): void {
    if (pong) this.#pongs = true;
    // While it is not known whether the server answers CRLF, only a pong or the time limit ends the wait.
    if (this.#pongs !== undefined) this.#answered();
  }

  /** A call has begun, or the interval has changed. */
  pace(): void {
    const {clock, busy, interval} = this.#host;
    this.#stopTimer?.();
    const longest = busy() ? Math.min(BUSY_INTERVAL, interval()) : interval();
    // RFC 5626 section 4.4.1: between 80 and 100 %.
    const delay = longest * (1 - Math.random() / 5);
    this.#due = clock.now() + delay;
    this.#stopTimer = clock.after(delay, () => {
      const late = this.#overslept(this.#host.hidden());
      if (!late) this.#check(PATIENCE, false);
    });
  }

  /** The connection may be dead. `throttled`: the page was hidden until now, which alone makes its timers late. */
  wake(throttled: boolean): void {
    if (!this.#overslept(throttled)) this.#check(SHORT_PATIENCE, true);
  }

  #overslept(throttled: boolean): boolean {
    const late = this.#host.clock.now() - this.#due;
    if (late < (throttled ? SLEPT_HIDDEN : SLEPT)) return false;
    this.#host.dead('this computer was asleep', true);
    return true;
  }

  #check(patience: number, doubted: boolean): void {
    const {ask, ping} = this.#host;
    this.pace();
    this.#wait(patience, doubted);
    if (this.#pongs === false) ask();
    else ping();
  }

  #wait(patience: number, doubted: boolean): void {
    const {clock, ask, dead} = this.#host;
    const deadline = clock.now() + patience;
    // A second question does not extend the time limit of the first one.
    if (this.#stopWaiting && this.#deadline <= deadline) return;
    this.#answered();
    this.#deadline = deadline;
    this.#stopWaiting = clock.after(patience, () => {
      this.#stopWaiting = undefined;
      if (this.#pongs !== undefined) {
        dead('the server is silent', doubted);
        return;
      }
      this.#pongs = false;
      this.#wait(patience, doubted);
      ask();
    });
  }

  #answered(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }
}
