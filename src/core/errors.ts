/** All ways in which something can fail, one code each. The texts for people come from the translations. */
export type SipErrorCode =
  // input of the page or the person
  | 'invalid-address'
  | 'invalid-argument'
  | 'invalid-state'
  | 'not-configured'
  // microphone and camera (Media Capture and Streams, section 10.6)
  | 'permission-denied'
  | 'no-microphone'
  | 'no-camera'
  | 'no-speaker'
  | 'device-busy'
  | 'insecure-context'
  | 'media-unsupported'
  | 'media-failed'
  // server and network
  | 'server-unreachable'
  | 'connection-lost'
  | 'registration-rejected'
  | 'wrong-credentials'
  | 'credentials-missing'
  | 'timeout'
  | 'call-failed'
  | 'renegotiation-refused'
  | 'recording-refused'
  | 'request-refused'
  | 'transfer-failed'
  | 'bad-session-description'
  | 'internal';

export interface SipErrorOptions {
  /** The SIP status code that the far end or the server answered, if it did. */
  status?: number | undefined;
  /** The Retry-After of the server in seconds (RFC 3261 section 20.33). */
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** The only error type that this package throws or rejects with. Switch on `code`, show `message` to developers. */
export class SipError extends Error {
  override readonly name = 'SipError';
  readonly code: SipErrorCode;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: SipErrorCode, message: string, {status, retryAfter, cause}: SipErrorOptions = {}) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Returns a `SipError` unchanged, and wraps everything else in one. */
export function toSipError(error: unknown, code: SipErrorCode = 'internal'): SipError {
  if (error instanceof SipError) return error;
  return new SipError(code, error instanceof Error ? error.message : String(error), {cause: error});
}
