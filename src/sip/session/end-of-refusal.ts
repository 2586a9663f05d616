import type {IncomingResponse} from '../sip-js.js';
import {endFromStatus, endWithoutResponse, parseReasons} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import {cleanText} from '../messages/text.js';

/** Why a call ends that was not answered, as a final response says. */
export function endOfRefusal(response: IncomingResponse['message']): CallEnd {
  const {statusCode = 0, reasonPhrase = '', data} = response;
  // The stack makes a response up when none came; that one has no text of its own.
  if (!data) return endWithoutResponse(statusCode);
  const reasons = parseReasons(response.getHeaders('reason').map((field) => cleanText(field, 1000)));
  return endFromStatus(statusCode, cleanText(reasonPhrase), reasons);
}
