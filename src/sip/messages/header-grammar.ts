import {readParameters, split} from './lexing.js';

/** RFC 3261 section 8.1.1.5. */
const MAX_SEQUENCE = 2 ** 31;

export interface CSeq {
  readonly value: number;
  readonly method: string;
}

/** `4711 INVITE`. */
export function readCSeq(text: string): CSeq | undefined {
  const [, digits, method = ''] = /^(\d+)\s+(\S+)$/.exec(text) ?? [];
  const value = Number(digits);
  return value < MAX_SEQUENCE ? {value, method} : undefined;
}

export interface Via {
  readonly host: string;
  readonly port: number | undefined;
  readonly branch: string | undefined;
}

/** One value of Via (RFC 3261 section 20.42), for any transport. */
export function readVia(text: string): Via | undefined {
  const [, protocol, transport, host, port, rest = ''] =
    /^(SIP)\s*\/\s*2\.0\s*\/\s*([^\s/]+)\s+(\[[\da-f:.]+\]|[\w.-]+)\s*(?::\s*(\d{1,5})\s*)?(;.*)?$/is.exec(text) ?? [];
  const parameters = readParameters(rest);
  if (!host || !parameters) return undefined;
  const via = {protocol, transport, host, port: port ? Number(port) : undefined};
  return {...parameters, ...via, branch: parameters.branch};
}

/** A number of seconds, bytes or hops. */
export function readNumber(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** The media type without parameters, in lower case (RFC 2045 section 5.1). SIP.js compares in lower case. */
export function readMediaType(text: string): string {
  return (split(text, ';')[0] ?? '').toLowerCase();
}

/** `session;handling=optional` (RFC 3261 section 20.11). */
export function readDisposition(text: string): {type: string; params: object | undefined} {
  return {type: readMediaType(text), params: readParameters(text)};
}

/** `message-summary;id=7` (RFC 6665 section 8.2.1). */
export function readEvent(text: string): {event: string; params: object | undefined} | undefined {
  const event = readMediaType(text);
  return event ? {event, params: readParameters(text)} : undefined;
}

/** A Replaces header field: the dialog that the new call takes the place of (RFC 3891 section 6.1). */
export function readReplaces(text: string): object | undefined {
  const parameters = readParameters(text);
  const {'to-tag': toTag, 'from-tag': fromTag} = parameters ?? {};
  if (!parameters || !toTag || !fromTag) return undefined;
  return {
    call_id: split(text, ';')[0],
    replaces_to_tag: toTag,
    replaces_from_tag: fromTag,
    ...('early-only' in parameters && {early_only: true}),
  };
}
