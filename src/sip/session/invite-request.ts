import type {OutgoingRequestMessage, URI, UserAgentCore} from '../sip-js.js';
import type {Caller} from '../../core/engine/sip-engine.js';
import {ALLOW} from '../messages/allow.js';
import {escapeQuoted} from '../messages/text.js';
import {readSipUri} from '../messages/uri-grammar.js';

export interface InviteParts {
  /** The person that the INVITE is for: the To address. */
  readonly to: URI;
  /** The Request-URI, if it differs from the To address. */
  readonly target: URI | undefined;
  readonly caller: Caller | undefined;
  readonly headerLines: readonly string[];
}

/**
 * Makes the INVITE that begins a dialog (RFC 3261 section 13.2.1), without its description. Returns its Contact, too.
 */
export function inviteRequest(
  core: UserAgentCore,
  parts: InviteParts,
): {message: OutgoingRequestMessage; contact: string} {
  const {to, target = to, caller, headerLines} = parts;
  const {aor, contact: own} = core.configuration;
  const anonymous = caller?.anonymous ?? false;
  // RFC 5626 section 4.3, unless we have a GRUU.
  const contact = own.toString({anonymous, outbound: anonymous || !own.pubGruu});
  const lines = [
    ...headerLines,
    ...(anonymous ? [`P-Preferred-Identity: ${aor.toString()}`, 'Privacy: id'] : []),
    `Contact: ${contact}`,
    ALLOW,
  ];
  const {uri, ...from} = anonymous ? NOBODY : fromOf(caller);
  const message = core.makeOutgoingRequestMessage('INVITE', target, readSipUri(uri) ?? aor, to, from, lines);
  return {message, contact};
}

/** RFC 3323 section 4.1.1.3. */
const NOBODY = {fromDisplayName: 'Anonymous', uri: 'sip:anonymous@anonymous.invalid'};

/** Returns the identity for the From header field; without an account the agent has made up an address. */
function fromOf(caller: Caller | undefined): {fromDisplayName?: string; uri: string} {
  return caller ? {fromDisplayName: escapeQuoted(caller.name), uri: caller.uri} : {uri: ''};
}
