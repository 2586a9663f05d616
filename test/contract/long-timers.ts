import {FakeClock} from '../../src/testing/fake-clock.js';

/** Timers of this length or longer wait for `advance()`, in milliseconds. */
const LONG = 1000;

/** Takes long timers out of real time, so that a test can let minutes pass and see which timers are still set. */
export function holdLongTimers(): {readonly clock: FakeClock; readonly restore: () => void} {
  const clock = new FakeClock();
  const {setTimeout: set, clearTimeout: clear} = window;
  const cancels = new Map<unknown, () => void>();
  let last = 0;
  window.setTimeout = ((callback: () => void, delay = 0) => {
    if (delay < LONG) return set(callback, delay);
    const id = --last; // Ids of the browser's own timers are positive.
    const cancel = clock.after(delay, () => {
      cancels.delete(id);
      callback();
    });
    cancels.set(id, cancel);
    return id;
  }) as never;
  window.clearTimeout = (id) => {
    cancels.get(id)?.();
    cancels.delete(id);
    clear(id);
  };
  return {
    clock,
    restore: () => Object.assign(window, {setTimeout: set, clearTimeout: clear}),
  };
}
