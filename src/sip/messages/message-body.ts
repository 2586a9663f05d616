import {getBody} from '../sip-js.js';
import {readMediaType} from './header-grammar.js';
import type {Incoming} from './start-line.js';

const DESCRIPTION = 'application/sdp';
const BEGINNING = /^\s*v=0\s/;

/**
 * Returns the media type of a body. Some senders leave Content-Type out, which RFC 3261 section 20.15 forbids, or write
 * something invalid. Their body may still be a session description, which its first line shows (RFC 8866 section 5.1).
 */
export function typeOfBody(contentType: string | undefined, body: string): string {
  if (contentType && /^[^\s"/]+\/[^\s"/]+$/.test(readMediaType(contentType))) return contentType;
  return BEGINNING.test(body) ? DESCRIPTION : 'text/plain';
}

/**
 * Gives a body its media type, because SIP.js throws at a body without one. A body that has nothing but blanks becomes
 * empty, and blanks around a session description are removed: many senders add a line end, and Content-Length, which
 * would tell the true length, is optional over WebSocket (RFC 7118 section 5.2).
 */
export function completeBody(message: Incoming): void {
  if (!message.body) return;
  const stated = message.getHeader('content-type');
  const type = typeOfBody(stated, message.body);
  if (type !== stated) message.setHeader('content-type', type);
  const text = message.body.trim();
  const described = readMediaType(type) === DESCRIPTION;
  if (!text && (described || type !== stated)) message.body = '';
  else if (described && BEGINNING.test(text)) message.body = `${text}\r\n`;
}

/**
 * Returns the session description of a message; an empty text if the body has another type or disposition (RFC 3261
 * section 20.11).
 */
export function descriptionIn(message: Incoming): string {
  const {contentDisposition, contentType, content} = getBody(message) ?? {};
  return (contentDisposition === 'session' && contentType === DESCRIPTION && content) || '';
}
