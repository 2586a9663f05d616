import {toSipUri} from '../address.js';
import type {CallState} from './call-state.js';

/** RFC 3323 section 4.1.1.3: who hides is `anonymous@anonymous.invalid`. */
export const ANONYMOUS = /^sips?:(?:anonymous\b[^@]*@|[^@]*@anonymous\.invalid)/i;

/**
 * Whom to call back: the far end of a conversation that broke off, for a reason nobody chose. `''` for every other call,
 * and where the far end has no address that can be dialled.
 *
 * @param domain - Where a `tel:` number lives; without it, the result says no more than whether there is somebody.
 */
export function callBackTarget({startTime, end, remoteIdentity}: Readonly<CallState>, domain = 'invalid'): string {
  const {uri} = remoteIdentity;
  if (!startTime || !end?.failed || ANONYMOUS.test(uri)) return '';
  try {
    return toSipUri(uri, domain);
  } catch {
    return ''; // What cannot be dialled is not offered.
  }
}
