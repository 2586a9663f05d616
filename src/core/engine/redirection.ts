import type {Call} from '../call/call.js';

/** Whom we call says that others are to be called instead (RFC 3261 section 8.1.3.4); the call waits for an answer. */
export interface SipRedirection {
  readonly code: number;
  /** Whom the INVITE was sent to. */
  readonly from: string;
  /** SIP addresses, best first; at least one. */
  readonly targets: readonly string[];
  /** Calls a SIP address in its place, with the same session. */
  follow(target: string): void;
  /** Nobody is called instead: the session ends. */
  leave(): void;
}

/** What a policy for redirections is asked. All of it came over the network. */
export interface RedirectRequest {
  readonly call: Call;
  /** 300-399. */
  readonly code: number;
  /** Whom to call instead, best first, as SIP addresses; without those that were called already. */
  readonly targets: readonly string[];
}

type RedirectTarget = string | false | undefined;
/** Whom to call instead: one of the targets, or anybody; nobody ends the call. */
export type RedirectPolicy = (request: RedirectRequest) => RedirectTarget | Promise<RedirectTarget>;
