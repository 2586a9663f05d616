import type {Clock} from '../core/clock.js';

/** Resolves when `work` resolves or rejects, or after `limit` milliseconds. */
export function within(clock: Clock, limit: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limit, resolve);
    const done = () => {
      cancel();
      resolve();
    };
    work.then(done, done);
  });
}

/** Resolves after `milliseconds`; rejects with the signal's reason if the signal aborts first. */
export function delay(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const cancels: (() => void)[] = [];
  const time = new Promise<void>((resolve) => cancels.push(clock.after(milliseconds, resolve)));
  return orAborted(time, signal).finally(() => {
    for (const cancel of cancels) cancel();
  });
}

/** Settles as `work` does; rejects with the signal's reason if the signal aborts first. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // The reason need not be an Error. Where this package made the controller, the reason is one.
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
