import type {CallDirection, Identity} from '../../core/call/call-state.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {AnswerParts, EndRequest, ProgressParts, SipSession} from '../../core/engine/sip-engine.js';
import type {CallMedia} from '../../core/media-port.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import type {SavedSession} from '../recovery/saved-session.js';
import type {IncomingPrackRequest, IncomingRequestMessage} from '../sip-js.js';

/** What is known of a session before anything happens in it. */
export interface SessionFacts {
  readonly id: string;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly videoOffered?: boolean;
  readonly asserted?: boolean;
  readonly replaces?: SipSession | undefined;
  /** Where the far end reaches us, as Contact says it. */
  readonly contact: string;
}

/** How a session comes to be established: by an INVITE of ours, by one of the far end, or on the page before this one. */
export interface Beginning {
  readonly inviteRequest: SipRequest | undefined;
  invite(): Promise<void>;
  ring(): void;
  progress(parts: ProgressParts): Promise<void>;
  accept(media: CallMedia, parts?: AnswerParts): Promise<void>;
  /** Changes that a person asks for wait for this, if it is there. */
  readonly pending?: Promise<void> | undefined;
  /** What an earlier page has noted, as long as nothing newer has been agreed on. */
  readonly origin?: Pick<SavedSession, 'at' | 'sections'> | undefined;
  /** Takes the INVITE back, or rejects it. */
  withdraw(request: EndRequest): void;
  /** How a session ends that was never answered, when we want it. */
  withdrawn(request: EndRequest): CallEnd;
  /** No more waiting for an answer. */
  stopTimers(): void;
  /** There is a new connection; resolves whether that is settled without a re-INVITE. */
  repair(): Promise<boolean>;
  /** A BYE has come before the answer. */
  left(bye: IncomingRequestMessage): void;
  /** A PRACK names a response of ours that it is owed for. */
  owed(prack: IncomingRequestMessage): boolean;
  pracked(request: IncomingPrackRequest): void;
  /** A response to our INVITE has come, whatever becomes of it. */
  heard(): void;
}
