import {AllowedMethods} from '../sip-js.js';

/** The methods that we accept inside a call, for every message that carries Allow (RFC 3261 section 20.5). */
export const ALLOW = 'Allow: ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER, UPDATE';

/**
 * Adds UPDATE (RFC 3311) to SIP.js's list of methods. SIP.js rejects a method that is not in its list, and does not
 * offer it.
 */
export function allowUpdate(): void {
  if (!AllowedMethods.includes('UPDATE')) AllowedMethods.push('UPDATE');
}
