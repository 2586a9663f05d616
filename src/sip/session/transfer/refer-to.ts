import {domainOf, toSipUri} from '../../../core/address.js';
import type {SipSession} from '../../../core/engine/sip-engine.js';
import {SipError} from '../../../core/errors.js';
import {replacing} from '../replaces.js';

/**
 * Whom a REFER names, between angle brackets: without them everything behind `;` would belong to the header field (RFC
 * 3261 section 20). A session stands for its far end, and for the place in it that the new call is to take (RFC 3891); it
 * is reached where its Contact says, or by its address where that means nothing to a server (RFC 7118 section 5.1).
 *
 * @param own - Our own address, in whose domain a bare number lives.
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
