import type {IncomingResponse} from '../sip-js.js';
import {endFromStatus, endWithoutResponse, parseReasons} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import {cleanText} from '../messages/text.js';

/** Returns why a call ends, by the final response that refuses it. */
export function endOfRefusal(response: IncomingResponse['message']): CallEnd {
  const {statusCode = 0, reasonPhrase = '', data} = response;
  // SIP.js makes a response itself when none came; such a response has no text of its own.
  if (!data) return endWithoutResponse(statusCode);
  const reasons = parseReasons(response.getHeaders('reason').map((field) => cleanText(field, 1000)));
  return endFromStatus(statusCode, cleanText(reasonPhrase), reasons);
}
