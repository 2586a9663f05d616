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
import {split} from './lexing.js';
import {readNameAddr} from './name-addr-grammar.js';
import {readSipUri, writeUri} from './uri-grammar.js';

const text = (value: string) => value || undefined;

/**
 * By SIP.js's names for them; each returns `undefined` for what it cannot read, and never throws. What is not here, SIP.js
 * does not ask for when the message was read by us; `Contact` is a list in a format of its own there.
 */
const RULES: Partial<Record<string, (text: string) => unknown>> = {
  SIP_URI: readSipUri,
  uuid: (value) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) ? value : undefined),
  From: readNameAddr,
  To: readNameAddr,
  // P-Asserted-Identity has a second value when it names a telephone number too (RFC 3325 section 9.1).
  Name_Addr_Header: (value) => readNameAddr(split(value, ',')[0] ?? ''),
  // Without brackets everything belongs to the address, as those who forget them mean it.
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

/** Reads a text by a rule; `undefined` if it does not follow it. */
export function readValue(value: string, rule: string): unknown {
  return RULES[rule]?.(value);
}

let installed = false;

/**
 * Puts our grammar in the place of SIP.js's, for everybody in this page: what SIP.js asks for goes through this one
 * object. Its own stays behind it, for rules that only parts of SIP.js ask for that we do not use.
 */
export function installGrammar(): void {
  if (installed) return;
  installed = true;
  const grammar = Grammar;
  const {parse} = grammar;
  grammar.parse = (value, rule) => (RULES[rule] ? (readValue(value, rule) ?? -1) : (parse(value, rule) as unknown));
  grammar.nameAddrHeaderParse = (value) => readValue(value, 'Name_Addr_Header') as ReturnType<typeof readNameAddr>;
  grammar.URIParse = readSipUri;
  writeUris(URI.prototype, writeUri);
}
