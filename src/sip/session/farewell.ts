import type {EndRequest} from '../../core/engine/sip-engine.js';
import {headerLines} from '../messages/headers.js';
import {requestParts} from '../messages/request-parts.js';
import {cleanText, escapeQuoted} from '../messages/text.js';

/** Extra lines of a BYE or CANCEL: those of the page, and why (RFC 3326). */
export function farewellLines({headers = {}, cause, reason}: EndRequest): string[] {
  const text = reason ? `;text="${escapeQuoted(reason)}"` : '';
  return [...headerLines(headers), ...(cause ? [`Reason: SIP;cause=${String(cause)}${text}`] : [])];
}

/** How SIP.js is told to reject an INVITE. */
export function rejection(request: EndRequest): {
  statusCode: number;
  reasonPhrase?: string;
  extraHeaders: string[];
  body?: {body: string; contentType: string};
} {
  const {status, reason = '', targets = []} = request;
  const {extraHeaders, body} = requestParts(request);
  // The first is the best (RFC 3261 section 20.10).
  const contacts = targets.map((uri, index) => `<${uri}>;q=${Math.max(0.1, 1 - index / 10).toFixed(1)}`);
  const reasonPhrase = cleanText(reason);
  return {
    statusCode: status,
    ...(reasonPhrase && {reasonPhrase}),
    extraHeaders: [...extraHeaders, ...(contacts.length ? [`Contact: ${contacts.join(', ')}`] : [])],
    ...(body && {body: {body: body.content, contentType: body.contentType}}),
  };
}
