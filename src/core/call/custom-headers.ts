import {SipError} from '../errors.js';
import type {SipHeader} from '../engine/sip-message.js';

export type CustomHeaders = Readonly<Record<string, string>>;

const NONE: CustomHeaders = Object.freeze({});

/**
 * The application's parameters as header fields, `X-<Prefix>-<Key>`, or `X-<Key>` without a prefix.
 * @throws SipError `invalid-argument` for a key that cannot be part of a header name.
 */
export function paramHeaders(params: CustomHeaders, prefix: string): CustomHeaders {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      if (!isNamePart(key)) throw new SipError('invalid-argument', `"${key}" cannot be part of a header name.`);
      return [start(prefix) + key, value];
    }),
  );
}

/** Returns the values of received header fields with that prefix, by key as written; of a repeated field all values. */
export function customHeaders(headers: readonly SipHeader[], prefix: string): CustomHeaders {
  const begin = start(prefix).toLowerCase();
  const found = new Map<string, string>();
  for (const {name, value} of headers) {
    const key = name.slice(begin.length);
    if (!key || !name.toLowerCase().startsWith(begin)) continue;
    const before = found.get(key);
    found.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return found.size ? Object.freeze(Object.fromEntries(found)) : NONE;
}

/** The characters that the name of a header field may have (RFC 3261 section 25.1, `token`). */
export function isNamePart(text: string): boolean {
  return /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(text);
}

function start(prefix: string): string {
  return prefix ? `X-${prefix}-` : 'X-';
}
