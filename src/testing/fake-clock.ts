import type {Clock} from '../core/clock.js';

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #timers: {at: number; callback: () => void}[] = [];

  /** @param start - Milliseconds since the epoch. */
  constructor(start = 0) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = {at: this.#now + delay, callback};
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass: runs what falls due, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }

  /** The computer sleeps: timers that fall due meanwhile run late, when it wakes up. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    this.advance(0);
  }
}
