/** Who ended a call: `system` is the network, the server or the browser. */
export type EndedBy = 'local' | 'remote' | 'system';

/** Why a call ended, one word each. */
export type EndCause =
  | 'hangup'
  | 'canceled'
  | 'rejected'
  | 'busy'
  | 'declined'
  | 'unavailable'
  | 'not-found'
  | 'address-incomplete'
  | 'redirected'
  | 'incompatible'
  | 'wrong-credentials'
  | 'forbidden'
  | 'no-answer'
  | 'answered-elsewhere'
  | 'timeout'
  | 'connection-error'
  | 'server-error'
  | 'protocol-error'
  | 'dialog-gone'
  | 'session-expired'
  | 'bad-session-description'
  | 'permission-denied'
  | 'no-microphone'
  | 'device-busy'
  | 'insecure-context'
  | 'media-failed'
  | 'media-timeout'
  | 'internal';

export interface CallEnd {
  readonly by: EndedBy;
  readonly cause: EndCause;
  /** The SIP status code that ended the call; 0 if there was none. */
  readonly code: number;
  /** The reason phrase or Reason header text from the network, or ours. Text, never HTML. */
  readonly reason: string;
  /** Nobody chose this ending. */
  readonly failed: boolean;
}

/** How a call has ended. */
export interface EndedCall extends CallEnd {
  /** The name of the cause in SIP.js 0.5 to 0.9, `SIP.C.causes`; `''` if that had none. */
  readonly legacyCause: string;
}
