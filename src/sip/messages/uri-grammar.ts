import {URI} from 'sip.js/lib/grammar/uri.js';
import {escapeUser} from '../../core/address.js';
import {readParameters, type Parameters} from './lexing.js';

// More than RFC 3261 allows: labels of a host begin with what they like (containers are named "5f2a9c1b7e3d"), and a
// user part may have any character that does not end it.
const SIP_URI = /^(sips?):(?:([^@]+)@)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(;[^?]*)?(?:\?(.*))?$/i;
const OTHER_URI = /^([a-z][a-z\d+.-]*):([^;?]+)(;[^?]*)?(\?.*)?$/i;
// What could end a header field or an address in the middle.
const UNSAFE = /[\p{Cc} <>"]/u;

/** Its type wants a user part and a port; everything else does without. */
const SipUri = URI as new (
  scheme: string | undefined,
  user: string | undefined,
  host: string,
  port: number | undefined,
  parameters: Parameters | undefined,
  headers?: Record<string, string[]>,
) => URI;

/**
 * A SIP or SIPS URI (RFC 3261 section 19.1). In the user part escapes are undone, except those that are no UTF-8, that of
 * "%" itself and those of characters that would mean something else without (section 19.1.4): so it is written again as
 * it came.
 */
export function readSipUri(text: string): URI | undefined {
  const [, scheme, user, host, port, parameters = '', headers] = SIP_URI.exec(text) ?? [];
  if (!host || UNSAFE.test(text)) return undefined;
  const values = readParameters(parameters.replace(/;(?=;)/g, ''));
  if (values?.transport) values.transport = values.transport.toLowerCase();
  return new SipUri(scheme, unescapeUser(user), host, port ? Number(port) : undefined, values, readHeaders(headers));
}

/** Any URI; what is behind another scheme than SIP's becomes the host, whatever it means there (`tel:`, `urn:`). */
export function readUri(text: string): URI | undefined {
  if (/^sips?:/i.test(text)) return readSipUri(text);
  const [, scheme, rest, parameters = ''] = OTHER_URI.exec(text) ?? [];
  return rest && !UNSAFE.test(text)
    ? new SipUri(scheme, undefined, rest, undefined, readParameters(parameters))
    : undefined;
}

/** SIP.js's own way to write a URI throws for a "%" in a user part, and puts "//" before every telephone number. */
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
      return escaped; // Latin-1 say; whoever wrote it understands it.
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
