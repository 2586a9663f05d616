import type {IncomingRequest} from '../sip-js.js';
import type {Clock} from '../../core/clock.js';
import type {LazyGroup} from '../../core/lazy-group.js';
import type {Logger} from '../../core/logger.js';
import {guarded} from '../guarded.js';
import {delay, orAborted} from '../waiting.js';
import {comeAgain} from './come-again.js';

export interface FetchingParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Nobody need answer as asked any more. */
  readonly signal: AbortSignal;
  /** The status to answer then. */
  readonly over: () => number;
}

/** How long a far end may be kept waiting, in milliseconds: less than timer F of RFC 3261 leaves it. */
const PATIENCE = 10_000;

/**
 * Handles a request of the far end with modules that are fetched ahead: at once if they are there, as they nearly always
 * are. Otherwise it waits for them, and if they do not come, the far end is asked to come again.
 */
export function whenFetched<T>(
  group: Pick<LazyGroup<T>, 'now' | 'need'>,
  request: Pick<IncomingRequest, 'reject'>,
  {clock, logger, signal, over}: FetchingParts,
  handle: (modules: T) => void,
): void {
  if (group.now) {
    handle(group.now);
    return;
  }
  const waited = new AbortController();
  const late = delay(clock, PATIENCE, waited.signal).then(() => Promise.reject(new Error('It took too long.')));
  orAborted(Promise.race([group.need(), late]), signal)
    .finally(() => waited.abort())
    .then(
      guarded(logger, handle),
      guarded(logger, (error: unknown) => {
        logger.info('A request could not be handled yet.', error);
        request.reject(signal.aborted ? {statusCode: over()} : comeAgain());
      }),
    );
}
