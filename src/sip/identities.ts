import type {NameAddrHeader, URI} from 'sip.js';
import {userOf} from '../core/address.js';
import type {Identity} from '../core/call-state.js';
import {cleanText} from './text.js';

/**
 * Who a From or To header field names. P-Asserted-Identity is left aside: without a trusted domain (RFC 3325 section 2)
 * anybody may write it.
 */
export function identityOf({displayName, uri}: Pick<NameAddrHeader, 'displayName' | 'uri'>): Identity {
  return identity(cleanText(unquote(displayName ?? '')), uri);
}

/** An address of our own choosing; nothing in it came over the network. */
export function identity(name: string, uri: URI): Identity {
  const address = cleanText(plainUri(uri), 400);
  return Object.freeze({name, uri: address, user: cleanText(userOf(address))});
}

/** Without parameters and headers: they say how to get there, not who it is. */
function plainUri(uri: URI): string {
  const plain = uri.clone();
  plain.clearParams();
  plain.clearHeaders();
  return plain.toString();
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
