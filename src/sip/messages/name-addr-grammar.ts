import {NameAddrHeader} from '../sip-js.js';
import {readParameters} from './lexing.js';
import {readUri} from './uri-grammar.js';

// A display name without quotes may have any character that does not end it, as in "José (Büro)", "bob@example" and
// "Doe, John". An address in brackets may have quoted values, and blanks around it. Without brackets, text after ";" belongs
// to the header field (RFC 3261 section 20).
const NAME_ADDR =
  /^(?:(?:"((?:[^"\\]|\\.)*)"\s*|([^"<,][^<]*))?<((?:[^<>"]|"(?:[^"\\]|\\.)*")+)>|([^\s<>",;?]+))\s*(;.*)?$/s;

/** Reads a name and an address, as in From, To, Contact and Record-Route; `undefined` if there is no address. */
export function readNameAddr(text: string): NameAddrHeader | undefined {
  const [, quoted, plain, inBrackets, bare = '', rest = ''] = NAME_ADDR.exec(text) ?? [];
  const uri = readUri(inBrackets?.trim() ?? bare);
  const parameters = readParameters(rest);
  if (!uri || !parameters) return undefined;
  // The name keeps its escapes, because SIP.js writes it between quotes.
  const name = quoted ?? plain?.trim().replace(/["\\]/g, '\\$&');
  return new NameAddrHeader(uri, name as string, parameters as Record<string, string>);
}
