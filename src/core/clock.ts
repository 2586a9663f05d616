/** Time as a port, so that tests can move it by hand. Times are in milliseconds. */
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
