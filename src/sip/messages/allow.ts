import {AllowedMethods} from 'sip.js/lib/core/user-agent-core/allowed-methods.js';

/** The methods that we understand inside a call, for every message that says so (RFC 3261 section 20.5). */
export const ALLOW = 'Allow: ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER, UPDATE';

/** SIP.js refuses UPDATE (RFC 3311) before anybody sees it, and does not list it, unless its own list has it. */
export function allowUpdate(): void {
  if (!AllowedMethods.includes('UPDATE')) AllowedMethods.push('UPDATE');
}
