import type {SipError} from '../../../src/core/errors.js';

/** Resolves with the error of a promise. Call it before the promise can reject. */
export function failure(promise: Promise<unknown>): Promise<SipError> {
  return promise.then(
    () => {
      throw new Error('This should have failed.');
    },
    (error: unknown) => error as SipError,
  );
}
