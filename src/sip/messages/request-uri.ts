import type {IncomingRequestMessage, UserAgentCore} from '../sip-js.js';

/**
 * Gives a request the Request-URI that SIP.js's core wants to see, which takes those alone that begin with `sip:` and name
 * our user. A request inside a dialog is found by Call-ID and tags (RFC 3261 section 12.2.2), and CANCEL and ACK by their
 * transaction (sections 9.2 and 17.2.3), whatever they are addressed to. A SIPS URI reaches us as well (section 26.3.1).
 * @returns Status and phrase, if the request cannot be for us.
 */
export function admitRequestUri(core: UserAgentCore, message: IncomingRequestMessage): string | undefined {
  const {method, callId, toTag, fromTag, ruri} = message;
  const known = core.dialogs.has(callId + toTag + fromTag) || /^(ACK|CANCEL)$/.test(method);
  // With a tag it is of some dialog: one that is not ours gets 481.
  if (known || (toTag && ruri)) {
    message.ruri = core.configuration.contact.uri;
    return undefined;
  }
  if (!ruri) return '400 Bad Request-URI';
  if (!/^sips?$/.test(ruri.scheme)) return '416 Unsupported URI Scheme';
  ruri.scheme = 'sip';
  return undefined;
}
