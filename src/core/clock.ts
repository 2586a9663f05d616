/** Time, as a port: tests drive it by hand. Delays are milliseconds. */
export interface Clock {
  now(): number;
  /** Runs `callback` once after `delay`; the returned function cancels it. */
  after(delay: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
