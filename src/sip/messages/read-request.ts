import type {SipHeader, SipRequest} from '../../core/engine/sip-message.js';
import {longName} from './header-fields.js';
import {cleanText} from './text.js';

/** Longer values are cut off. */
const LIMIT = 4000;
const SECRETS = new Set(['authorization', 'proxy-authorization']);

/** Reads the header fields from the text of a message: names as written, values made safe. Credentials are left out. */
export function readHeaders(text: string): readonly SipHeader[] {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .slice(1);
  const fields = lines.flatMap((line): SipHeader[] => {
    const [, name = '', value = ''] = /^([^\s:]+)\s*:(.*)$/s.exec(line) ?? [];
    if (!name || SECRETS.has(name.toLowerCase())) return [];
    return [Object.freeze({name: cleanText(name), value: cleanText(value, LIMIT)})];
  });
  return Object.freeze(fields);
}

/** Returns a request in the form that a page may read. */
export function readRequest(text: string, body = ''): SipRequest {
  const [method = '', uri = ''] = cleanText(text.split(/\r?\n/, 1)[0] ?? '', 1000).split(' ');
  const headers = readHeaders(text);
  return Object.freeze({
    method,
    uri,
    headers,
    body,
    getHeader: (name: string) => headers.find((field) => longName(field.name) === longName(name))?.value,
  });
}
