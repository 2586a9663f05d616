import {UserAgent, type URI} from 'sip.js';
import type {Caller} from '../../core/engine/sip-engine.js';
import {escapeQuoted} from '../messages/text.js';

/** Who the From header field names; it is written as it is here. */
export function fromParams(caller: Caller | undefined): {fromUri?: URI; fromDisplayName?: string} {
  // Without an account the stack has invented an address.
  const fromUri = caller?.uri ? UserAgent.makeURI(caller.uri) : undefined;
  return {...(fromUri && {fromUri}), ...(caller && {fromDisplayName: escapeQuoted(caller.name)})};
}
