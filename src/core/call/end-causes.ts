import type {CallEnd, EndCause, EndedBy} from './end-reason.js';

/** A Reason header field (RFC 3326), one value of it. */
export interface ReasonValue {
  readonly protocol: 'SIP' | 'Q.850';
  readonly cause: number;
  readonly text: string;
}

const BY_STATUS: Readonly<Record<number, EndCause>> = {
  401: 'wrong-credentials',
  403: 'forbidden',
  404: 'not-found',
  407: 'wrong-credentials',
  408: 'unavailable', // From the network it means that nobody could be reached (RFC 3261 section 21.4.9).
  410: 'unavailable',
  415: 'incompatible',
  430: 'unavailable',
  480: 'unavailable',
  481: 'dialog-gone',
  484: 'address-incomplete',
  486: 'busy',
  487: 'canceled',
  488: 'incompatible',
  501: 'protocol-error',
  505: 'protocol-error',
  513: 'protocol-error',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'incompatible',
};

/** The causes that gateways to the telephone network name (ITU-T Q.850); 16 and 31 are "normal" and say nothing. */
const BY_Q850: Readonly<Record<number, EndCause>> = {
  1: 'not-found',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'unavailable',
  21: 'declined',
  27: 'unavailable',
  28: 'address-incomplete',
  34: 'server-error',
  38: 'server-error',
  41: 'server-error',
  42: 'server-error',
};

const CHOSEN: ReadonlySet<EndCause> = new Set(['hangup', 'canceled', 'rejected', 'declined', 'answered-elsewhere']);
const FAR_END: ReadonlySet<EndCause> = new Set([
  'busy',
  'declined',
  'unavailable',
  'no-answer',
  'redirected',
  'incompatible',
]);

export interface EndFacts {
  readonly by: EndedBy;
  readonly cause: EndCause;
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
}

/** Completes an end: nobody chose it unless the cause is one of those that people choose. */
export function callEnd({by, cause, code = 0, reason = ''}: EndFacts): CallEnd {
  return Object.freeze({by, cause, code, reason, failed: !CHOSEN.has(cause)});
}

/** Returns the end that a final response of 300 or above from the network brings. */
export function endFromStatus(status: number, phrase = '', reasons: readonly ReasonValue[] = []): CallEnd {
  const cause = gatewayCause(status, reasons) ?? causeOf(status);
  return callEnd({
    by: FAR_END.has(cause) ? 'remote' : 'system',
    cause,
    code: status,
    reason: phrase || (reasons[0]?.text ?? ''),
  });
}

/** Returns the end for a response that the SIP stack made itself because none came (RFC 3261 section 8.1.3.1). */
export function endWithoutResponse(status: number): CallEnd {
  return status === 408
    ? callEnd({by: 'system', cause: 'timeout', code: 408, reason: 'The server did not answer.'})
    : callEnd({by: 'system', cause: 'connection-error', code: 503, reason: 'The request could not be sent.'});
}

/** The end that the caller's CANCEL brings (RFC 3326 section 2: `SIP;cause=200` means that another phone answered). */
export function endFromCancel(reasons: readonly ReasonValue[] = []): CallEnd {
  const elsewhere = reasons.find(({protocol, cause}) => protocol === 'SIP' && cause >= 200 && cause < 300);
  const declined = reasons.find(({protocol, cause}) => protocol === 'SIP' && cause >= 600 && cause < 700);
  if (elsewhere) return callEnd({by: 'remote', cause: 'answered-elsewhere', code: 200, reason: elsewhere.text});
  if (declined) return callEnd({by: 'remote', cause: 'declined', code: declined.cause, reason: declined.text});
  return callEnd({by: 'remote', cause: 'canceled', code: 487, reason: reasons[0]?.text});
}

/** The end that the far end's BYE brings. */
export function endFromBye(reasons: readonly ReasonValue[] = []): CallEnd {
  return callEnd({by: 'remote', cause: 'hangup', code: reasons[0]?.cause, reason: reasons[0]?.text});
}

/** Reads Reason header fields, each with one or more comma-separated values; what it cannot read it leaves out. */
export function parseReasons(fields: readonly string[]): readonly ReasonValue[] {
  return fields.flatMap((field) => [...field.matchAll(REASON)].flatMap(toReason));
}

const REASON = /(?:^|,)\s*(SIP|Q\.850)((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^;,\s"]+))*)/gi;

function toReason([, protocol = '', parameters = '']: RegExpExecArray | RegExpMatchArray): ReasonValue[] {
  const cause = /;\s*cause\s*=\s*"?(\d{1,3})/i.exec(parameters)?.[1];
  if (!cause) return [];
  const quoted = /;\s*text\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(parameters)?.[1] ?? '';
  return [
    {
      protocol: protocol.toUpperCase() === 'SIP' ? 'SIP' : 'Q.850',
      cause: Number(cause),
      text: quoted.replace(/\\(.)/g, '$1'),
    },
  ];
}

function gatewayCause(status: number, reasons: readonly ReasonValue[]): EndCause | undefined {
  // This status is about our credentials; a gateway's cause for the call behind it does not matter.
  if (status === 401 || status === 407) return undefined;
  const hint = reasons.find(({protocol, cause}) => protocol === 'Q.850' && cause in BY_Q850);
  return hint && BY_Q850[hint.cause];
}

function causeOf(status: number): EndCause {
  const known = BY_STATUS[status];
  if (known) return known;
  if (status < 400) return 'redirected';
  if (status < 500) return 'protocol-error';
  return status < 600 ? 'server-error' : 'declined';
}
