import type {SipError} from '../errors.js';

/** What is wrong with a call that goes on. */
export type WarningKind =
  | 'device-missing'
  | 'no-microphone-sound'
  | 'one-way-audio'
  | 'high-loss'
  | 'high-round-trip'
  | 'low-mos'
  | 'low-bandwidth';

/** What probably lies behind it, one word for each thing that a person can do about it. */
export type WarningCause =
  | 'device-missing'
  /** The microphone delivers nothing but silence. */
  | 'microphone-silent'
  /** The browser or the system has muted the microphone. */
  | 'microphone-muted'
  /** The microphone is gone. */
  | 'microphone-ended'
  /** The far end sends, or is not heard of at all, and nothing gets here. */
  | 'nothing-arrives'
  /** The far end tells that it hears us, and nothing has ever come: it sends nothing, or the way here is closed. */
  | 'far-end-silent'
  /** We send, and the far end tells that it receives nothing. */
  | 'not-received'
  /** The browser sends nothing. */
  | 'nothing-sent'
  | 'packets-lost'
  | 'long-delay'
  | 'slow-network';

/** Something that is wrong with a call that goes on. */
export interface CallWarning {
  readonly kind: WarningKind;
  /** Which way of the sound or picture it concerns: `inbound` is what we hear; null where it is both. */
  readonly direction: 'inbound' | 'outbound' | null;
  readonly cause: WarningCause;
  /** When it was noticed. */
  readonly since: Date;
  /** Why a device is missing; null for everything else. */
  readonly error: SipError | null;
}
