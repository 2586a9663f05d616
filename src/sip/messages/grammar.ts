import {Grammar, URI} from '../sip-js.js';
import {
  readCSeq,
  readDisposition,
  readEvent,
  readMediaType,
  readNumber,
  readReplaces,
  readVia,
} from './header-grammar.js';
import {writeUris} from '../patches.js';
import {splitAddresses} from './lexing.js';
import {readNameAddr} from './name-addr-grammar.js';
import {readSipUri, writeUri} from './uri-grammar.js';

const text = (value: string) => value || undefined;

/**
 * Our readers of texts, by SIP.js's names of the rules. A reader returns `undefined` for a text that it cannot read,
 * and never throws. SIP.js asks for no other rule in a message that we have read. `Contact` is not here, because SIP.js
 * wants a list in its own format for it.
 */
const RULES: Partial<Record<string, (text: string) => unknown>> = {
  SIP_URI: readSipUri,
  uuid: (value) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) ? value : undefined),
  From: readNameAddr,
  To: readNameAddr,
  // P-Asserted-Identity has a second value when it names a telephone number too (RFC 3325 section 9.1).
  Name_Addr_Header: (value) => readNameAddr(splitAddresses(value)[0] ?? ''),
  // Without angle brackets the whole text is the address: senders who forget the brackets mean it so.
  Refer_To: (value) => readNameAddr(value.includes('<') ? value : `<${value}>`),
  Via: readVia,
  CSeq: readCSeq,
  Call_ID: text,
  Content_Disposition: readDisposition,
  Content_Length: readNumber,
  Content_Type: readMediaType,
  Event: readEvent,
  Max_Forwards: readNumber,
  Replaces: readReplaces,
};

/** Reads a text by a rule; returns `undefined` if the text does not follow the rule. */
export function readValue(value: string, rule: string): unknown {
  return RULES[rule]?.(value);
}

let installed = false;

/** Puts our grammar in the place of SIP.js's. SIP.js reads every header field through this one object. */
export function installGrammar(): void {
  if (installed) return;
  installed = true;
  const grammar = Grammar;
  grammar.parse = (value, rule) => readValue(value, rule) ?? -1;
  grammar.nameAddrHeaderParse = (value) => readValue(value, 'Name_Addr_Header') as ReturnType<typeof readNameAddr>;
  grammar.URIParse = readSipUri;
  writeUris(URI.prototype, writeUri);
}
