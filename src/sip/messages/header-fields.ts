import {readValue} from './grammar.js';
import {split, splitAddresses} from './lexing.js';
import type {Incoming} from './start-line.js';

/** The compact forms of header names that IANA has registered. */
const SHORT: Partial<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/**
 * The header fields that are parsed when a message arrives, each with its grammar rule. The first five are mandatory:
 * without them a response has no address and no transaction.
 */
const READ = {
  Via: 'Via',
  From: 'From',
  To: 'To',
  'Call-ID': 'Call_ID',
  CSeq: 'CSeq',
  'Content-Length': 'Content_Length',
  Contact: 'To',
  'Record-Route': 'To',
  'Refer-To': 'Refer_To',
  Replaces: 'Replaces',
};
const MANDATORY = 5;
/** In these fields a line may hold several values, which count as several lines (RFC 3261 section 7.3.1). */
const LISTS = new Map<string, (value: string) => string[]>([
  ['via', (value) => split(value, ',')],
  ['contact', splitAddresses],
  ['record-route', (value) => splitAddresses(value).map(inBrackets)],
]);
/**
 * More values than a message can have hops (RFC 3261 section 8.1.1.6). Each value is parsed by itself, which takes
 * time.
 */
const MAX_VALUES = 100;
/** If one of these occurs twice, it is not clear which one counts. */
const SINGLE = 'From To Call-ID CSeq Content-Length Content-Type Max-Forwards Refer-To Replaces'.split(' ');

/** Returns the long form of a header name, in lower case. */
export function longName(name: string): string {
  return (name.length === 1 && SHORT[name.toLowerCase()]) || name.toLowerCase();
}

/**
 * Adds the lines that are header fields to a message. Returns the first fault as status and phrase; undefined if there
 * is none.
 */
export function readHeaderFields(message: Incoming, lines: readonly string[]): string | undefined {
  const bad = lines.filter((line) => line && !addField(message, line));
  const faults = [bad.length && '400 Bad Header Field', missing(message), readEach(message), repeated(message)];
  return faults.find(Boolean) || undefined;
}

function addField(message: Incoming, line: string): boolean {
  const [, name, value = ''] = /^([^\s:]+)\s*:(.*)$/s.exec(line) ?? [];
  if (!name) return false;
  const long = longName(name);
  const values = LISTS.get(long)?.(value) ?? [value.trim()];
  if (values.length > MAX_VALUES) return false;
  for (const raw of values) message.addHeader(long, raw);
  return true;
}

/**
 * SIP.js copies what it finds here into Route. Without brackets, `lr` would belong to the header field, and its proxy would
 * be taken for one that routes strictly (RFC 3261 section 20.34).
 */
function inBrackets(route: string): string {
  return route.includes('<') ? route : `<${split(route, ';').join(';')}>`;
}

function missing(message: Incoming): string | undefined {
  const name = Object.keys(READ)
    .slice(0, MANDATORY)
    .find((field) => !message.hasHeader(field));
  return name && `400 Missing ${name}`;
}

function readEach(message: Incoming): string | undefined {
  let bad: string | undefined;
  for (const [name, rule] of Object.entries(READ)) {
    for (const field of message.headers[name] ?? []) {
      field.parsed = readValue(field.raw, rule);
      if (field.parsed === undefined) bad ??= `400 Bad ${name}`;
    }
  }
  return bad;
}

function repeated(message: Incoming): string | undefined {
  const name = SINGLE.find((field) => message.getHeaders(field).length > 1);
  return name && `400 More Than One ${name}`;
}
