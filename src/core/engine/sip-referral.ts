import type {Identity} from '../call/call-state.js';

/** A request of the far end to call somebody (RFC 3515): a transfer. */
export interface SipReferral {
  /** Whom to call; a SIP address without header fields. */
  readonly target: string;
  /** Who asks for it, as far as they say so (RFC 3892); nothing proves it. */
  readonly referredBy: Identity;
  /** The new call takes the place of one that the target has already (RFC 3891). */
  readonly attended: boolean;
  /** To be followed by a session with this referral in its options. */
  accept(): void;
  reject(status: number): void;
  /** Tells whoever asked how it goes; 200 or more is the result, and the last that is told. */
  report(status: number, phrase: string): void;
}
