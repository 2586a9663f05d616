import {SipError} from '../../core/errors.js';
import {cleanText, headerLine} from './text.js';

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** The header fields that SIP.js writes. With a second one, servers could not tell which one counts. */
const RESERVED = new Set([
  'allow',
  'authorization',
  'call-id',
  'contact',
  'content-length',
  'content-type',
  'cseq',
  'from',
  'max-forwards',
  'proxy-authorization',
  'record-route',
  'refer-to',
  'route',
  'supported',
  'to',
  'user-agent',
  'via',
]);

const SHORT = new Set(['c', 'f', 'i', 'k', 'l', 'm', 'r', 't', 'v']);

/**
 * Turns extra header fields into lines, which SIP.js writes unchanged.
 * @throws SipError `invalid-argument` for a name that is no token (RFC 3261 section 25.1), or that only the phone may
 * write.
 */
export function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => {
    const key = name.toLowerCase();
    if (!TOKEN.test(name)) throw new SipError('invalid-argument', `"${cleanText(name)}" is not a header name.`);
    if (RESERVED.has(key) || SHORT.has(key)) {
      throw new SipError('invalid-argument', `The header ${name} is written by the phone itself.`);
    }
    return `${name}: ${headerLine(value).slice(0, 2000)}`;
  });
}
