import type {SipError} from '../../../src/core/errors.js';

/** What a promise rejects with. To be called before the reason for the rejection happens. */
export function failure(promise: Promise<unknown>): Promise<SipError> {
  return promise.then(
    () => {
      throw new Error('This should have failed.');
    },
    (error: unknown) => error as SipError,
  );
}
