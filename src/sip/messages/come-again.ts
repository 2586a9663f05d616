import type {ResponseOptions} from '../sip-js.js';

/** Not now, but in 0 to 10 seconds, so that both sides do not meet again (RFC 3261 section 14.2). */
export function comeAgain(): ResponseOptions {
  return {statusCode: 500, extraHeaders: [`Retry-After: ${String(Math.floor(Math.random() * 11))}`]};
}
