import type {Logger} from '../core/logger.js';

/** A callback that can be handed to SIP.js: it never throws, whatever happens in it. */
export function guarded<A extends unknown[]>(logger: Logger, callback: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      callback(...args);
    } catch (error) {
      logger.error('Something failed while a SIP message was being handled.', error);
    }
  };
}

/** Answers that SIP.js gives as promises: nobody waits for them, but a failure is not lost. */
export function inBackground(logger: Logger, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => logger.info(`${what} failed.`, error));
}
