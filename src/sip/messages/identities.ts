import type {URI} from '../sip-js.js';
import {userOf} from '../../core/address.js';
import type {Identity} from '../../core/call/call-state.js';
import {splitAddresses} from './lexing.js';
import {readNameAddr} from './name-addr-grammar.js';
import {cleanText} from './text.js';

/** The person that a From or To header field names. */
export function identityOf({displayName, uri}: {displayName: string | undefined; uri: URI}): Identity {
  return identity(cleanText(unquote(displayName ?? '')), uri);
}

/** The part of a request or response that is read here. */
interface Message {
  getHeaders(name: string): string[];
}

/**
 * Returns who the far end is, as a trusted server says: P-Asserted-Identity (RFC 3325 section 9.1), or the older
 * Remote-Party-ID. There may be two P-Asserted-Identity values, one of them a telephone number. Returns undefined if
 * the server says nothing, or if the caller asks for privacy.
 */
export function assertedIdentity(message: Message): Identity | undefined {
  const fields = (name: string) => message.getHeaders(name).flatMap(splitAddresses);
  if (/\b(id|header|user|critical)\b/i.test(message.getHeaders('privacy').join())) return undefined;
  const asserted = fields('p-asserted-identity');
  const open = fields('remote-party-id').filter((field) => !/;\s*privacy\s*=\s*"?(full|name|uri)/i.test(field));
  const found = (asserted.length ? asserted : open).flatMap((field) => readNameAddr(field) ?? []).map(identityOf);
  const [first] = found;
  const number = found.find(({uri}) => /^tel:/i.test(uri));
  const address = found.find(({uri}) => /^sips?:/i.test(uri)) ?? first;
  if (!address) return undefined;
  const name = found.find((identity) => identity.name)?.name ?? '';
  return Object.freeze({name, uri: address.uri, user: (number ?? address).user});
}

/** Makes an identity of a name and an address. It limits and cleans the address; the caller cleans the name. */
export function identity(name: string, uri: URI): Identity {
  const address = cleanText(plainUri(uri), 400);
  return Object.freeze({name, uri: address, user: cleanText(userOf(address))});
}

/** Writes a URI without parameters and headers: they say how to reach a person, not who it is. */
function plainUri(uri: URI): string {
  const plain = uri.clone();
  plain.clearParams();
  plain.clearHeaders();
  return plain.toString();
}

function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
