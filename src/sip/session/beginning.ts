import type {CallDirection, Identity} from '../../core/call/call-state.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {AnswerParts, EndRequest, ProgressParts, SipSession} from '../../core/engine/sip-engine.js';
import type {CallMedia} from '../../core/media-port.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import type {SavedSession} from '../recovery/saved-session.js';
import type {IncomingPrackRequest, IncomingRequestMessage} from '../sip-js.js';

/** The facts of a session before anything happens in it. */
export interface SessionFacts {
  readonly id: string;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly videoOffered?: boolean;
  readonly asserted?: boolean;
  readonly replaces?: SipSession | undefined;
  /** The address in our Contact, where the far end reaches us. */
  readonly contact: string;
}

/** The way to an established session: by an INVITE of ours, by one of the far end, or on the page before this one. */
export interface Beginning {
  readonly inviteRequest: SipRequest | undefined;
  invite(): Promise<void>;
  ring(): void;
  progress(parts: ProgressParts): Promise<void>;
  accept(media: CallMedia, parts?: AnswerParts): Promise<void>;
  /** Changes that a person asks for wait for this promise, if there is one. */
  readonly pending?: Promise<void> | undefined;
  /** The facts that an earlier page noted, as long as no newer ones are agreed on. */
  readonly origin?: Pick<SavedSession, 'at' | 'sections'> | undefined;
  /** Cancels our INVITE, or rejects the far end's. */
  withdraw(request: EndRequest): void;
  /** Returns the end of a session that we withdraw before the answer. */
  withdrawn(request: EndRequest): CallEnd;
  /** Stops the timers that wait for an answer. */
  stopTimers(): void;
  /** There is a new connection. Resolves with whether the session needs no re-INVITE. */
  repair(): Promise<boolean>;
  /** A BYE has come before the answer. */
  left(bye: IncomingRequestMessage): void;
  /** Whether a PRACK names a response of ours that waits for it. */
  owed(prack: IncomingRequestMessage): boolean;
  pracked(request: IncomingPrackRequest): void;
  /** A response to our INVITE has come, before anybody handles it. */
  heard(): void;
}
