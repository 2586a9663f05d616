import type {Call} from '../call/call.js';

/**
 * The far end or a server answers 3xx: others are to be called instead (RFC 3261 section 8.1.3.4). The call waits for a
 * decision.
 */
export interface SipRedirection {
  readonly code: number;
  /** The address that the INVITE was sent to. */
  readonly from: string;
  /** SIP addresses, best first; at least one. */
  readonly targets: readonly string[];
  /** Calls another SIP address, with the same session. */
  follow(target: string): void;
  /** Calls nobody else; the session ends. */
  leave(): void;
}

/** The question to a redirect policy. All of it came over the network. */
export interface RedirectRequest {
  readonly call: Call;
  /** 300-399. */
  readonly code: number;
  /** SIP addresses to call instead, best first, without those that were called already. */
  readonly targets: readonly string[];
}

type RedirectTarget = string | false | undefined;
/** Returns the address to call instead: one of the targets, or any other. `false` or undefined ends the call. */
export type RedirectPolicy = (request: RedirectRequest) => RedirectTarget | Promise<RedirectTarget>;
