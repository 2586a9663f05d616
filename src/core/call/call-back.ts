import {toSipUri} from '../address.js';
import type {CallState} from './call-state.js';

/** The address of a caller that hides its identity: `anonymous@anonymous.invalid` (RFC 3323 section 4.1.1.3). */
export const ANONYMOUS = /^sips?:(?:anonymous\b[^@]*@|[^@]*@anonymous\.invalid)/i;

/**
 * Returns whom to call back: the far end of a conversation that ended although nobody wanted that. `''` for every other
 * call, and if the far end has no address that can be dialled.
 *
 * @param domain - The domain for a `tel:` number; without it, the result only says whether there is somebody to call.
 */
export function callBackTarget({startTime, end, remoteIdentity}: Readonly<CallState>, domain = 'invalid'): string {
  const {uri} = remoteIdentity;
  if (!startTime || !end?.failed || ANONYMOUS.test(uri)) return '';
  try {
    return toSipUri(uri, domain);
  } catch {
    return ''; // An address that cannot be dialled is not offered.
  }
}
