import type {DescriptionModifier, SipReferral} from '../engine/sip-engine.js';

/** The options of a call that we make. */
export interface DialOptions {
  /** Offers our picture. Default: as the phone is configured. */
  readonly video?: boolean | undefined;
  /** Additional header fields of the INVITE. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Parameters of the application: they become `X-<Prefix>-<Key>` header fields of the INVITE. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** The address that we call from; a server may insist on our own. Default: that of the account. */
  readonly from?: string | undefined;
  /** The name that we show. Default: that of the account. */
  readonly displayName?: string | undefined;
  /** Hides our name and address from the far end (RFC 3323). */
  readonly anonymous?: boolean | undefined;
  /** Change our offers and answers before they are sent; see `DescriptionModifier`. */
  readonly modifiers?: readonly DescriptionModifier[] | undefined;
  /** The transfer that this call follows. */
  readonly referral?: SipReferral | undefined;
}
