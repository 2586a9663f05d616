import type {Identity} from '../call/call-state.js';

/** The far end asks us to call somebody (REFER, RFC 3515): a transfer. */
export interface SipReferral {
  /** The SIP address to call, without header fields. */
  readonly target: string;
  /** Who asks for the transfer, by their own claim (RFC 3892); nothing proves it. */
  readonly referredBy: Identity;
  /** Whether the new call takes the place of one that the target already has (RFC 3891). */
  readonly attended: boolean;
  /** Accepts the transfer. The caller then creates a session with this referral in its options. */
  accept(): void;
  reject(status: number): void;
  /** Tells the far end how the new call stands. A status of 200 or more is the result and ends the reports. */
  report(status: number, phrase: string): void;
}
