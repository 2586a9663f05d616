import type {Clock} from '../../core/clock.js';

/** Milliseconds. During a call a dead connection is to be found before the person has said "hello?" three times. */
const BUSY_INTERVAL = 4000;
const PATIENCE = 3000;
/** When there is a reason for doubt: the network has changed, the page was asleep. */
const SHORT_PATIENCE = 1500;
/** A timer that is that late was asleep. Browsers delay those of hidden pages by up to a minute. */
const SLEPT = 20_000;
const SLEPT_HIDDEN = 90_000;

export interface LivenessHost {
  readonly clock: Clock;
  /** Milliseconds between two keep-alives while there is no call. */
  readonly interval: () => number;
  /** Whether there is a call. */
  readonly busy: () => boolean;
  readonly hidden: () => boolean;
  /** Sends a keep-alive that a server may answer with a single line end. */
  readonly ping: () => void;
  /** Sends a request that every server answers. */
  readonly ask: () => void;
  /** The connection is dead. `doubted`: after `wake()`, so that it need not be the server's fault. */
  readonly dead: (why: string, doubted: boolean) => void;
}

/**
 * Finds out whether the connection still works: by CRLF and its pong (RFC 5626 sections 3.5.1 and 4.4.1), and with
 * servers that have never answered to that, by OPTIONS. Whatever comes from the server is a sign of life.
 */
export class Liveness {
  readonly #host: LivenessHost;
  #server: string | null = null;
  /** Whether the server answers to CRLF; undefined until that is known. */
  #pongs: boolean | undefined;
  #stopTimer: (() => void) | undefined;
  /** When the next keep-alive is due. */
  #due = 0;
  #stopWaiting: (() => void) | undefined;
  /** Until when the server has time to answer. */
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
    // A server that hangs up at the first CRLF is not sent another one.
    if (this.#stopWaiting) this.#pongs ??= false;
    this.#answered();
    this.#stopTimer?.();
  }

  /** Something came in. */
  heard(pong: boolean): void {
    if (pong) this.#pongs = true;
    // As long as it is not known what the server answers to, only the answer itself ends the waiting for it.
    if (this.#pongs !== undefined) this.#answered();
  }

  /** A call has come up or the interval has changed. */
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

  /** There is reason for doubt. `throttled`: the page was hidden until now, and its timers may be late for that alone. */
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
    // The first question's time is not prolonged by a second one.
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
