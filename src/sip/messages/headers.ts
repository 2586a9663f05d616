import {SipError} from '../../core/errors.js';
import {cleanText, headerLine} from './text.js';

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** Those that the stack writes; a second one would make the message ambiguous to every server on its way. */
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
 * Extra header fields as lines for the stack, which writes them as they are.
 * @throws SipError `invalid-argument` for a name that is no token (RFC 3261 section 25.1) or is ours to write.
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
