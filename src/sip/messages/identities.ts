import type {URI} from 'sip.js';
import {userOf} from '../../core/address.js';
import type {Identity} from '../../core/call/call-state.js';
import {split} from './lexing.js';
import {readNameAddr} from './name-addr-grammar.js';
import {cleanText} from './text.js';

/** Who a From or To header field names. */
export function identityOf({displayName, uri}: {displayName: string | undefined; uri: URI}): Identity {
  return identity(cleanText(unquote(displayName ?? '')), uri);
}

/** What both kinds of messages have. */
interface Message {
  getHeaders(name: string): string[];
}

/**
 * Who a trusted server says it is: P-Asserted-Identity (RFC 3325 section 9.1), of which there may be two, one of them a
 * telephone number, or the older Remote-Party-ID. Undefined if it says nothing, or if the caller wants to stay unknown.
 */
export function assertedIdentity(message: Message): Identity | undefined {
  const fields = (name: string) => message.getHeaders(name).flatMap((field) => split(field, ','));
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
