import type {IncomingRequest} from '../sip-js.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import type {Logger} from '../../core/logger.js';
import {delay, orAborted} from '../waiting.js';
import {comeAgain} from './come-again.js';

/** What is made of modules that may not be there yet. */
export interface Late<T> {
  /** Undefined if it is not there. */
  readonly now: T | undefined;
  /** Rejects if it cannot be fetched. */
  need(): Promise<T>;
}

export interface FetchingParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Nobody need answer as asked any more. */
  readonly signal: AbortSignal;
  /** The status to answer then. */
  readonly over: () => number;
}

type Request = Pick<IncomingRequest, 'reject'>;

/** How long a far end may be kept waiting, in milliseconds: timer F of RFC 3261 allows for 32 seconds. */
const PATIENCE = 10_000;

/**
 * Handles a request of the far end: at once where it can be, as nearly always, else as soon as the modules for it are
 * there. If they do not come it is answered "come again", and the promise rejects.
 */
export async function whenFetched<T>(
  late: Late<T>,
  request: Request,
  parts: FetchingParts,
  handle: (there: T) => void | Promise<void>,
): Promise<void> {
  await handle(late.now ?? (await fetched(late, request, parts)));
}

async function fetched<T>(late: Late<T>, request: Request, {clock, signal, over}: FetchingParts): Promise<T> {
  const waited = new AbortController();
  const tooLate = delay(clock, PATIENCE, waited.signal).then(() => {
    throw new SipError('timeout', 'What handles the request has not been fetched in time.');
  });
  try {
    return await orAborted(Promise.race([late.need(), tooLate]), signal);
  } catch (error) {
    request.reject(signal.aborted ? {statusCode: over()} : comeAgain());
    throw error;
  } finally {
    waited.abort();
  }
}
