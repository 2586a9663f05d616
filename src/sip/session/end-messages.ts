import type {ResponseOptions} from '../sip-js.js';
import type {EndRequest} from '../../core/engine/sip-engine.js';
import {headerLines} from '../messages/headers.js';
import {requestParts} from '../messages/request-parts.js';
import {cleanText, escapeQuoted} from '../messages/text.js';

/** Returns the header lines of a BYE or CANCEL: those of the page, and a Reason. */
export function endLines({headers = {}, cause, reason = ''}: EndRequest): string[] {
  return [...headerLines(headers), ...(cause ? [reasonLine(cause, reason)] : [])];
}

/** Returns a Reason header line (RFC 3326) with a status as the cause. */
export function reasonLine(status: number, text: string): string {
  return `Reason: SIP;cause=${String(status)}${text ? `;text="${escapeQuoted(text)}"` : ''}`;
}

/** The final response that rejects an INVITE. */
export function rejection(request: EndRequest): ResponseOptions {
  const {status, reason = '', targets = []} = request;
  const {extraHeaders, body} = requestParts(request);
  // The first Contact is the best one (RFC 3261 section 20.10).
  const contacts = targets.map((uri, index) => `<${uri}>;q=${Math.max(0.1, 1 - index / 10).toFixed(1)}`);
  const reasonPhrase = cleanText(reason);
  return {
    statusCode: status,
    ...(reasonPhrase && {reasonPhrase}),
    extraHeaders: [...extraHeaders, ...(contacts.length ? [`Contact: ${contacts.join(', ')}`] : [])],
    ...(body && {body}),
  };
}
