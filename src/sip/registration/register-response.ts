import type {IncomingResponse} from '../sip-js.js';
import {SipError} from '../../core/errors.js';
import {cleanText} from '../messages/text.js';

type ResponseMessage = IncomingResponse['message'];

/**
 * Limits for the granted time, in seconds, so that a nonsensical answer cannot make the phone send REGISTER without
 * pause.
 */
const SHORTEST = 2;
const LONGEST = 86_400;

/** Returns the contact of this client among those in the registrar's answer. */
export function ownContact(message: ResponseMessage, contactUser: string): string | undefined {
  return message.getHeaders('contact').find((contact) => contact.includes(`:${contactUser}@`));
}

/**
 * Returns for how many seconds the registrar keeps our binding (RFC 3261 section 10.2.4): the `expires` parameter of
 * our own contact, else the Expires header field, else the time that we asked for. It ignores a value that is not a
 * positive number.
 *
 * It reads the raw header, because SIP.js's parser drops contacts that it cannot read.
 */
export function grantedExpires(message: ResponseMessage, own: string | undefined, asked: number): number {
  const parameter = /;\s*expires\s*=\s*"?(\d+)/i.exec(own ?? '')?.[1];
  const said = Number(parameter ?? message.getHeader('expires'));
  if (!Number.isFinite(said) || said <= 0) return asked;
  return Math.min(Math.max(said, SHORTEST), LONGEST);
}

/** The Min-Expires of a 423 in seconds (RFC 3261 section 10.2.8); undefined if it is missing or unreasonable. */
export function minExpires(message: ResponseMessage): number | undefined {
  const seconds = Number(message.getHeader('min-expires'));
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 7 * LONGEST ? seconds : undefined;
}

/** The Retry-After in seconds (RFC 3261 section 20.33), an hour at most; undefined if the server sent none. */
function retryAfter(message: ResponseMessage): number | undefined {
  const seconds = parseInt(message.getHeader('retry-after') ?? '', 10);
  return seconds > 0 ? Math.min(seconds, 3600) : undefined;
}

/**
 * Returns the error for a REGISTER that failed.
 * @param answered Whether the request carried our credentials.
 */
export function registerError(message: ResponseMessage, answered: boolean, hasCredentials: boolean): SipError {
  const status = message.statusCode ?? 0;
  const phrase = cleanText(message.reasonPhrase ?? '');
  const challenged = status === 401 || status === 407;
  // SIP.js makes a 408 or 503 itself when no response came; such a response has no text of its own.
  if (!message.data) return unanswered(status);
  if (challenged && !answered) return unanswerable(status, hasCredentials);
  if (challenged || (status === 403 && answered)) {
    return new SipError('wrong-credentials', `The server refused the credentials: ${String(status)} ${phrase}.`, {
      status,
    });
  }
  return new SipError('registration-rejected', `The server answered ${String(status)} ${phrase} to REGISTER.`, {
    status,
    retryAfter: retryAfter(message),
  });
}

function unanswerable(status: number, hasCredentials: boolean): SipError {
  return hasCredentials
    ? new SipError('wrong-credentials', 'The server asks in a way that the credentials cannot answer.', {status})
    : new SipError('credentials-missing', 'The server asks for credentials, and there are none.', {status});
}

function unanswered(status: number): SipError {
  return status === 408
    ? new SipError('timeout', 'The server did not answer the REGISTER.')
    : new SipError('connection-lost', 'REGISTER could not be sent.');
}
