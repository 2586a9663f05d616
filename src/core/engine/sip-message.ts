import type {Identity} from '../call/call-state.js';

/** One header field, with its name as written. */
export interface SipHeader {
  readonly name: string;
  readonly value: string;
}

/** A request as it was sent or received. What came over the network is text, never HTML. */
export interface SipRequest {
  readonly method: string;
  /** The address that it was sent to (the Request-URI). */
  readonly uri: string;
  /** All header fields in order, without secrets. */
  readonly headers: readonly SipHeader[];
  /** Returns the first value of that name, in any case and also in compact form; undefined if there is none. */
  getHeader(name: string): string | undefined;
  readonly body: string;
}

/** The optional parts of a request of ours. */
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

/** A message from somebody (RFC 3428). It is text, never HTML, whatever its type says. */
export interface TextMessage {
  readonly from: Identity;
  readonly text: string;
  readonly contentType: string;
}
