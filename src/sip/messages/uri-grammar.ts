import {URI} from '../sip-js.js';
import {escapeUser} from '../../core/address.js';
import {readParameters, type Parameters} from './lexing.js';

// This accepts more than RFC 3261: a host label may begin with a digit (containers have names like "5f2a9c1b7e3d"), and
// a user part may have any character that does not end it, and the value of a parameter may be quoted, as some servers write.
const SIP_URI =
  /^(sips?):(?:([^@"]+)@)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(;(?:[^?"]|"(?:[^"\\]|\\.)*")*)?(?:\?(.*))?$/i;
const QUOTED_VALUE = /="(?:[^"\\\p{Cc}]|\\\P{Cc})*"/gu;
const OTHER_URI = /^([a-z][a-z\d+.-]*):([^;?]+)(;[^?]*)?(\?.*)?$/i;
// Characters that could end a header field or an address too early.
const UNSAFE = /[\p{Cc} <>"]/u;

/** SIP.js's type demands a user part and a port; its code works without them. */
const SipUri = URI as new (
  scheme: string | undefined,
  user: string | undefined,
  host: string,
  port: number | undefined,
  parameters: Parameters | undefined,
  headers?: Record<string, string[]>,
) => URI;

/**
 * Reads a SIP or SIPS URI (RFC 3261 section 19.1). It decodes the escapes of the user part. Three kinds stay: escapes
 * that are not UTF-8, that of "%", and those of characters that have a meaning of their own (section 19.1.4). So the
 * URI is written again as it came.
 */
export function readSipUri(text: string): URI | undefined {
  const [, scheme, user, host, port, parameters = '', headers] = SIP_URI.exec(text) ?? [];
  if (!host || UNSAFE.test([user, parameters.replace(QUOTED_VALUE, ''), headers].join())) return undefined;
  // A blank would end the address where it is a Request-URI.
  const values = readParameters(parameters.replace(QUOTED_VALUE, (value) => value.replaceAll(' ', '%20')));
  if (values?.transport) values.transport = values.transport.toLowerCase();
  return new SipUri(scheme, unescapeUser(user), host, port ? Number(port) : undefined, values, readHeaders(headers));
}

/** Reads any URI. For a scheme other than SIP's (`tel:`, `urn:`), the text after the scheme becomes the host. */
export function readUri(text: string): URI | undefined {
  if (/^sips?:/i.test(text)) return readSipUri(text);
  const [, scheme, rest, parameters = ''] = OTHER_URI.exec(text) ?? [];
  return rest && !UNSAFE.test(text)
    ? new SipUri(scheme, undefined, rest, undefined, readParameters(parameters))
    : undefined;
}

/** Replaces SIP.js's method, which throws at a "%" in a user part and puts "//" before every telephone number. */
export function writeUri(this: URI, {scheme, user, host, port}: Readonly<Record<string, string | undefined>>): string {
  const headers = Object.entries(this.headers as Record<string, string[]>);
  return [
    `${scheme ?? 'sip'}:${
      user
        ? `${user
            .replace(/\p{Surrogate}/gu, '')
            .split(':')
            .map(escapeUser)
            .join(':')}@`
        : ''
    }`,
    `${host ?? ''}${port === undefined ? '' : `:${port}`}`,
    ...Object.entries(this.parameters as Record<string, string | null>).map(
      ([name, value]) => `;${name}${value === null ? '' : `=${value}`}`,
    ),
    headers.length ? '?' : '',
    headers.flatMap(([name, values]) => values.map((value) => `${name}=${value}`)).join('&'),
  ].join('');
}

function unescapeUser(text: string | undefined): string | undefined {
  return text?.replace(/(?:%(?!2[456CF]|3[ABDF])[\da-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped; // For example Latin-1: the server that wrote it understands it.
    }
  });
}

function readHeaders(text: string | undefined): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const part of text?.split('&') ?? []) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)/s.exec(part) ?? [];
    if (name) (headers[name.toLowerCase()] ??= []).push(value);
  }
  return headers;
}
