import {domainOf, toSipUri} from '../../../core/address.js';
import type {SipSession} from '../../../core/engine/sip-engine.js';
import {SipError} from '../../../core/errors.js';
import {replacing} from '../replaces.js';

/**
 * Returns the target of a REFER, in angle brackets: without them, text after `;` would belong to the header field (RFC
 * 3261 section 20). A session means its far end, and that the new call replaces the session (RFC 3891). Its Contact is
 * the address, or the far end's own address if a server cannot reach the Contact (RFC 7118 section 5.1).
 *
 * @param own - Our own address; its domain completes a bare number.
 * @throws SipError `invalid-address`, or `invalid-state` for a session that is not answered.
 */
export function referTo(target: string | SipSession, own: string): string {
  if (typeof target === 'string') return `<${toSipUri(target, domainOf(own))}>`;
  const {target: contact, replaces} = replacing(target);
  if (!replaces) throw new SipError('invalid-state', 'The call to connect with is not answered.');
  const uri = contact?.clone();
  uri?.clearHeaders();
  return `<${uri?.toString() ?? target.remoteIdentity.uri}?Replaces=${encodeURIComponent(replaces)}>`;
}
