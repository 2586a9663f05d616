import {getBody} from 'sip.js/lib/core/messages/body.js';
import {readMediaType} from './header-grammar.js';
import type {Incoming} from './start-line.js';

const DESCRIPTION = 'application/sdp';
const BEGINNING = /^\s*v=0\s/;

/**
 * The type of a body. Who leaves Content-Type out, which RFC 3261 section 20.15 forbids, or writes something else into it
 * may still have sent a session description: that tells by itself (RFC 8866 section 5.1).
 */
export function typeOfBody(contentType: string | undefined, body: string): string {
  if (contentType && /^[^\s"/]+\/[^\s"/]+$/.test(readMediaType(contentType))) return contentType;
  return BEGINNING.test(body) ? DESCRIPTION : 'text/plain';
}

/**
 * Gives a body the type that it has, as SIP.js throws at one without. Blanks alone are none, and not part of a description
 * that they surround: a line end too many is easily sent, and Content-Length, which would tell, is optional here (RFC 7118
 * section 5.2).
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

/** The session description in a message, or nothing: other bodies and other dispositions are none (RFC 3261 section 20.11). */
export function descriptionIn(message: Incoming): string {
  const {contentDisposition, contentType, content} = getBody(message) ?? {};
  return (contentDisposition === 'session' && contentType === DESCRIPTION && content) || '';
}
