import {NameAddrHeader} from 'sip.js/lib/grammar/name-addr-header.js';
import {readParameters} from './lexing.js';
import {readUri} from './uri-grammar.js';

// A display name without quotes may be anything but what ends it: people are called "José (Büro)" and "bob@example".
// Without brackets, what is behind ";" belongs to the header field (RFC 3261 section 20).
const NAME_ADDR = /^(?:(?:"((?:[^"\\]|\\.)*)"\s*|([^"<,][^<,]*))?<([^<>]+)>|([^\s<>",;?]+))\s*(;.*)?$/s;

/** A name and an address, as in From, To, Contact and Record-Route; `undefined` if there is no address in it. */
export function readNameAddr(text: string): NameAddrHeader | undefined {
  const [, quoted, plain, inBrackets, bare = '', rest = ''] = NAME_ADDR.exec(text) ?? [];
  const uri = readUri(inBrackets ?? bare);
  const parameters = readParameters(rest);
  if (!uri || !parameters) return undefined;
  // It is kept as it is written between quotes, for that is where SIP.js puts it.
  const name = quoted ?? plain?.trim().replace(/["\\]/g, '\\$&');
  return new NameAddrHeader(uri, name as string, parameters as Record<string, string>);
}
