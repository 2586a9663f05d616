import type {URI} from 'sip.js';
import {userOf} from '../../core/address.js';
import type {Identity} from '../../core/call/call-state.js';
import {cleanText} from './text.js';

/**
 * Who a From or To header field names. P-Asserted-Identity is left aside: without a trusted domain (RFC 3325 section 2)
 * anybody may write it.
 */
export function identityOf({displayName, uri}: {displayName: string | undefined; uri: URI}): Identity {
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
  try {
    return plain.toString();
  } catch {
    return `${uri.scheme}:${uri.host}`; // The user part has escapes that are none; who it is, nobody can tell.
  }
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
