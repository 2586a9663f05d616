/** One challenge of a WWW-Authenticate or Proxy-Authenticate header field (RFC 3261 section 20.27 and 20.44). */
export interface Challenge {
  /** In lower case: `digest`, `bearer`. */
  readonly scheme: string;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server wrote it. */
  readonly algorithm: string;
  /** The values that the server offers, in lower case. A server that does not know `qop` offers none. */
  readonly qop: readonly string[];
  readonly stale: boolean;
  /** RFC 6750 section 3.1: `invalid_token`. */
  readonly error: string;
}

/**
 * Servers refuse longer header fields, and an answer repeats much of the challenge. So a longer challenge cannot be
 * answered.
 */
const MAX_LENGTH = 8192;
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const PART = new RegExp(`(${TOKEN})(?:\\s*=\\s*("(?:[^"\\\\]|\\\\.)*"|[^\\s,"]*))?`, 'g');

/**
 * Reads challenges as servers write them: one or several in a field, with or without quotes. It drops schemes other
 * than Digest and Bearer, and a digest challenge without a nonce. Quoted values keep their escapes, because exactly
 * these characters go into the hash and back to the server (RFC 7616 section 3.4).
 */
export function parseChallenges(fields: readonly string[]): Challenge[] {
  return fields
    .flatMap((field) => (field.length > MAX_LENGTH ? [] : schemes(field)))
    .map(({scheme, parameters}) => ({
      scheme,
      realm: parameters.get('realm') ?? '',
      nonce: parameters.get('nonce') ?? '',
      opaque: parameters.get('opaque'),
      algorithm: parameters.get('algorithm') ?? 'MD5',
      qop: (parameters.get('qop') ?? '').toLowerCase().match(/[\w-]+/g) ?? [],
      stale: parameters.get('stale')?.toLowerCase() === 'true',
      error: parameters.get('error') ?? '',
    }))
    .filter(({scheme, nonce}) => scheme === 'bearer' || (scheme === 'digest' && nonce));
}

/** Reads the parameters of an Authentication-Info header field (RFC 7615), which has no scheme. */
export function parseParameters(field: string): ReadonlyMap<string, string> {
  return schemes(`x ${field.slice(0, MAX_LENGTH)}`)[0]?.parameters ?? new Map();
}

function schemes(field: string): {scheme: string; parameters: Map<string, string>}[] {
  const found: {scheme: string; parameters: Map<string, string>}[] = [];
  // A header field may be folded over several lines.
  for (const [, name = '', value] of field.replace(/[\r\n]\s*/g, ' ').matchAll(PART)) {
    const last = found.at(-1);
    const key = name.toLowerCase();
    if (value === undefined) found.push({scheme: key, parameters: new Map()});
    else if (last && !last.parameters.has(key)) last.parameters.set(key, value.replace(/^"(.*)"$/, '$1'));
  }
  return found;
}
