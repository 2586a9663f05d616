import type {SipError} from '../errors.js';

/** The problem that a warning reports. */
export type WarningKind =
  | 'device-missing'
  | 'no-microphone-sound'
  | 'one-way-audio'
  | 'high-loss'
  | 'high-round-trip'
  | 'low-mos'
  | 'low-bandwidth';

/** The probable cause of a warning: one word for each thing that a person can do about it. */
export type WarningCause =
  | 'device-missing'
  /** The microphone delivers only silence. */
  | 'microphone-silent'
  /** The browser or the system has muted the microphone. */
  | 'microphone-muted'
  /** The microphone was unplugged or forbidden. */
  | 'microphone-ended'
  /** Nothing arrives, although the far end sends, or reports nothing at all. */
  | 'nothing-arrives'
  /**
   * The far end reports that it hears us, and nothing has ever arrived: it sends nothing, or the path to us is blocked.
   */
  | 'far-end-silent'
  /** We send, and the far end reports that it receives nothing. */
  | 'not-received'
  /** The browser sends nothing. */
  | 'nothing-sent'
  | 'packets-lost'
  | 'long-delay'
  | 'slow-network';

/** A problem of a call that goes on all the same. */
export interface CallWarning {
  readonly kind: WarningKind;
  /** The direction of the media that it concerns: `inbound` is what we hear; null if it concerns both. */
  readonly direction: 'inbound' | 'outbound' | null;
  readonly cause: WarningCause;
  /** When it was noticed. */
  readonly since: Date;
  /** Why a device is missing; null for all other kinds. */
  readonly error: SipError | null;
}
