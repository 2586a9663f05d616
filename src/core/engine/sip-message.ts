import type {Identity} from '../call/call-state.js';

/** One header field, its name as it was written. */
export interface SipHeader {
  readonly name: string;
  readonly value: string;
}

/** A request as it was on the wire. What came over the network is text, never HTML. */
export interface SipRequest {
  readonly method: string;
  /** Whom it was addressed to (the Request-URI). */
  readonly uri: string;
  /** In their order; secrets are left out. */
  readonly headers: readonly SipHeader[];
  /** The first of that name, in any case or by its one-letter name; undefined if there is none. */
  getHeader(name: string): string | undefined;
  readonly body: string;
}

/** What a request of ours may carry. */
export interface RequestOptions {
  /** Additional header fields. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Default: `text/plain`. */
  readonly contentType?: string | undefined;
}

/** The final response to a request of ours. */
export interface SipAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

/** A message from somebody (RFC 3428). Text, never HTML, whatever its type claims to be. */
export interface TextMessage {
  readonly from: Identity;
  readonly text: string;
  readonly contentType: string;
}
