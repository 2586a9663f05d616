import type {Logger} from '../core/logger.js';

/** Makes a callback safe for SIP.js: the returned function never throws, and logs what `callback` throws. */
export function guarded<A extends unknown[]>(logger: Logger, callback: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      callback(...args);
    } catch (error) {
      logger.error('Something failed while a SIP message was being handled.', error);
    }
  };
}

/** Lets `work` go on while nobody waits for it. If it fails, the log says so. */
export function inBackground(logger: Logger, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => logger.info(`${what} failed.`, error));
}
