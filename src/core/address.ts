import {SipError} from './errors.js';

// RFC 3261 section 25.1: all characters except unreserved and user-unreserved ones, and existing escapes.
const UNESCAPED = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu;
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9\-._]*[A-Za-z0-9])?\.?)$/;
const SIP_URI =
  /^(sips?):(?:([^@\s<>"]+)@)?(\[[0-9A-Fa-f:.]+\]|[^:;?\s<>"@[\]]+)(?::(\d{1,5}))?((?:;[^?\s<>"]*)?)((?:\?[^\s<>"]*)?)$/i;
// Characters that people put between digits: spaces and dashes of all kinds, dots, brackets, slashes.
const SEPARATORS = /[\s\u00a0\u2000-\u200f\u202a-\u202f\u2060-\u2069\ufeff()./\-\u2010-\u2015\u2212]/g;

/** Whether a text is a `sip:` or `sips:` URI that can be sent as it is. */
export function isSipUri(text: string): boolean {
  const host = SIP_URI.exec(text)?.[3];
  return host !== undefined && HOST.test(host) && !hasControls(text);
}

/** The user part of a SIP URI, unescaped, or the number of a `tel:` URI; `''` if there is none. */
export function userOf(uri: string): string {
  const [user = ''] = (SIP_URI.exec(uri)?.[2] ?? /^tel:(.*)/i.exec(uri)?.[1] ?? '').split(/[:;]/);
  try {
    return decodeURIComponent(user);
  } catch {
    return user; // "%zz" is no legal escape, but it is the best name that we have.
  }
}

/** The host (and port) of a SIP URI; `''` if the text is no SIP URI. */
export function domainOf(uri: string): string {
  const match = SIP_URI.exec(uri);
  return match ? `${match[3] ?? ''}${match[4] ? `:${match[4]}` : ''}` : '';
}

/**
 * Returns an address without parameters and header fields, which say how to reach a person and not who it is. A "?" may
 * be part of the user part.
 */
export function plainAddress(uri: string): string {
  return /^(?:[^@]*@)?[^;?]*/.exec(uri)?.[0] ?? '';
}

/** Whether two addresses belong to one party: it compares user and host as RFC 3261 section 19.1.4 does. */
export function sameAddress(one: string, other: string): boolean {
  return one !== '' && comparable(one) === comparable(other);
}

function comparable(uri: string): string {
  const match = SIP_URI.exec(uri);
  if (!match) return uri;
  const [, , user = '', host = '', port = ''] = match;
  const plain = user.replace(/%([\da-f]{2})/gi, (escaped: string, code: string) => {
    const char = String.fromCharCode(parseInt(code, 16));
    return /[\w\-.!~*'()]/.test(char) ? char : escaped.toUpperCase();
  });
  return `${plain}@${host.toLowerCase()}:${port}`;
}

/**
 * Turns what a person types or pastes into a SIP URI: `bob`, `bob@example.com`, `sip:…`, `sips:…`, `tel:+49 30 123`,
 * `(030) 123-45`, `*97`, `#31#0301234`. It drops header fields after a "?": the far end never gets them.
 *
 * @param text - Anything.
 * @param domain - The domain of a bare name or number: that of our own address.
 * @throws SipError `invalid-address`, with a message that says what to do.
 * @see RFC 3261 section 19.1.1 and 19.1.6, RFC 3966 section 5.1.1
 */
export function toSipUri(text: string, domain: string): string {
  const typed = text.trim();
  if (!typed) throw invalid(text, 'type a number or an address');
  if (hasControls(typed)) throw invalid(text, 'it contains line breaks or control characters');
  // The address may be in angle brackets after a display name. Angle brackets in a header field of a URI do not count.
  const angled = /^(?!sips?:|tel:)(?:"[^"]*"\s*|[^<?=]*)<([^<>]+)>$/i.exec(typed)?.[1];
  if (angled) return toSipUri(angled, domain);
  // "host:5060" has no scheme, "sip:1001" has one.
  const scheme = /^(sips?|tel|[a-z][a-z0-9+.-]*(?!:\d{1,5}$)):/i.exec(typed)?.[1]?.toLowerCase();
  return scheme === undefined ? bareUri(typed, text, domain) : schemeUri(scheme, typed, text, domain);
}

function bareUri(typed: string, text: string, domain: string): string {
  if (typed.includes('@')) return hostedUri('sip', typed, text);
  const name = beforeHeaders(typed);
  const compact = name.replace(SEPARATORS, '');
  if (/^\+?[0-9*#A-D]+$/.test(compact) && /[0-9*#]/.test(compact)) return numberUri(compact, text, domain);
  if (/\s/.test(name)) throw invalid(text, 'a name cannot contain spaces');
  return build('sip', name, requireDomain(domain, text), text);
}

function schemeUri(scheme: string, typed: string, text: string, domain: string): string {
  const value = typed.slice(scheme.length + 1);
  if (scheme === 'tel') return numberUri(decodeNumber(text, value), text, domain);
  if (scheme !== 'sip' && scheme !== 'sips') throw invalid(text, 'only sip:, sips: and tel: addresses can be called');
  const full = value.replace(/^\/\//, '');
  if (full.includes('@')) return hostedUri(scheme, full, text);
  const rest = beforeHeaders(full);
  // Dial links write "sip:1001" for the extension 1001; with a dot it is a host (RFC 3261 allows both).
  if (!/[.[]/.test(rest.split(';')[0] ?? '') && domain) return build(scheme, rest, domain, text);
  const uri = `${scheme}:${rest}`;
  if (!isSipUri(uri)) throw invalid(text, 'write it as sip:name@domain');
  return uri;
}

function hostedUri(scheme: string, rest: string, text: string): string {
  // The last "@" before the parameters and header fields of the host: a later one, in a header field, is not part of
  // the address.
  const end = rest.slice(rest.indexOf('@')).search(/[;?]|$/) + rest.indexOf('@');
  const at = rest.lastIndexOf('@', end);
  const [, host = '', tail = ''] = /^([^;?]*)(.*)/s.exec(rest.slice(at + 1)) ?? [];
  const parameters = beforeHeaders(tail);
  // A server that looks for the last "@" would find another host here.
  if (parameters.includes('@')) throw invalid(text, 'write it as sip:name@domain');
  return build(scheme, rest.slice(0, at), `${toAsciiHost(host, text)}${parameters}`, text);
}

/**
 * Returns the part of a text before its header fields (RFC 3261 section 19.1.1). The text is a URI without user part,
 * or what follows one.
 */
function beforeHeaders(text: string): string {
  return text.split('?', 1)[0] ?? '';
}

function numberUri(number: string, text: string, domain: string): string {
  if (!/^\+?[0-9*#A-D]+$/i.test(number)) throw invalid(text, 'a number has only digits, * and #');
  return build('sip', number, requireDomain(domain, text), text);
}

/** Decodes a number (RFC 3966): parameters after `;` are for gateways, visual separators for people. */
function decodeNumber(text: string, rest: string): string {
  try {
    return decodeURIComponent(rest).split(/[;?]/)[0]?.replace(SEPARATORS, '') ?? '';
  } catch {
    throw invalid(text, 'its %-escapes are broken');
  }
}

function build(scheme: string, user: string, host: string, text: string): string {
  if (!user) throw invalid(text, 'the part before the @ is missing');
  const uri = `${scheme}:${escapeUser(user)}@${host}`;
  if (!isSipUri(uri)) throw invalid(text, 'write it as sip:name@domain');
  return uri;
}

/**
 * Escapes a user part. Existing escapes stay; a "%" that is no escape becomes "%25" (RFC 3261 section 25.1, `user`).
 */
export function escapeUser(user: string): string {
  return user.replace(UNESCAPED, encodeURIComponent);
}

function toAsciiHost(host: string, text: string): string {
  if (/^[\x21-\x7e]*$/.test(host)) return host;
  try {
    return new URL(`http://${host}`).host; // The URL parser does IDNA (RFC 5890) for us.
  } catch {
    throw invalid(text, 'its domain is not valid');
  }
}

function requireDomain(domain: string, text: string): string {
  if (domain) return domain;
  throw invalid(text, 'without an account of your own the domain is needed too: name@domain');
}

/** Whether a text has control characters, or single surrogates, which UTF-8 cannot write. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Surrogate}]/u.test(text);
}

function invalid(text: string, why: string): SipError {
  return new SipError('invalid-address', `"${text.trim().slice(0, 80)}" cannot be called: ${why}.`);
}
