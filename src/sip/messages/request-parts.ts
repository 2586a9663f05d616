import type {Body, OutgoingRequestDelegate} from '../sip-js.js';
import {SipError} from '../../core/errors.js';
import type {RequestOptions, SipAnswer} from '../../core/engine/sip-message.js';
import {finalResponse, answerOf, type Answer, type PendingRequest, type WaitingParts} from './final-response.js';
import {guarded} from '../guarded.js';
import {headerLines} from './headers.js';
import {readHeaders} from './read-request.js';
import {cleanText, headerLine} from './text.js';

/** Methods that begin, change or end a dialog, a registration or a transaction; only the phone itself sends them. */
const OWN = /^(ACK|BYE|CANCEL|INVITE|PRACK|REGISTER|SUBSCRIBE|UPDATE)$/;

// `media-type` (RFC 3261 section 25.1), with any parameters.
const MEDIA_TYPE = /^[\w\-.!%*+`'~]+\/[\w\-.!%*+`'~]+ *(?:;.*)?$/;

/** @throws SipError `invalid-argument` for a method that is no token, or that only the phone itself sends. */
export function checkMethod(method: string): void {
  if (OWN.test(method)) throw new SipError('invalid-argument', `${method} is sent by the phone itself.`);
  if (!/^[A-Z][A-Z0-9\-.!%*_+`'~]*$/.test(method)) {
    throw new SipError('invalid-argument', `"${cleanText(method)}" is not a SIP method: write it in capitals.`);
  }
}

/**
 * Returns the header lines and the body of a request as SIP.js takes them.
 * @throws SipError `invalid-argument` for a header or a media type that cannot be written.
 */
export function requestParts({headers = {}, body, contentType = 'text/plain'}: RequestOptions): {
  extraHeaders: string[];
  body?: Body;
} {
  const extraHeaders = headerLines(headers);
  if (body === undefined) return {extraHeaders};
  if (!MEDIA_TYPE.test(contentType) || headerLine(contentType) !== contentType) {
    const given = cleanText(contentType);
    throw new SipError('invalid-argument', `"${given}" is not a media type: write it as "text/plain;charset=utf-8".`);
  }
  return {extraHeaders, body: {contentDisposition: 'render', contentType, content: body}};
}

/** Sends a request; rejects with `request-refused`, `timeout`, `connection-lost` or `call-failed`. */
export async function ask(
  parts: WaitingParts,
  send: (delegate: OutgoingRequestDelegate, pending: PendingRequest) => void,
): Promise<SipAnswer> {
  const answer = await finalResponse(parts, (pending) => {
    const settle = guarded(parts.logger, ({message}: Parameters<NonNullable<OutgoingRequestDelegate['onAccept']>>[0]) =>
      pending.settle(answerOf(message)),
    );
    send({onAccept: settle, onReject: settle, onRedirect: settle}, pending);
  });
  const {status, reason, message} = answer;
  if (!message?.data || status >= 300) throw refusal(answer);
  return Object.freeze({status, reason, headers: readHeaders(message.data), body: message.body});
}

function refusal({status, reason, message}: Answer): SipError {
  // SIP.js makes a response itself when none came; such a response has no text of its own.
  if (message?.data) return new SipError('request-refused', `The answer was ${String(status)} ${reason}.`, {status});
  if (status === 487) return new SipError('call-failed', 'The call is over.');
  if (status === 408) return new SipError('timeout', 'There was no answer.', {status});
  return new SipError('connection-lost', 'The connection was lost before an answer came.', {status});
}
