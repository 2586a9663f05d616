import {SessionState, type Inviter, type Invitation} from 'sip.js';
import type {CallDirection, Identity} from '../../core/call/call-state.js';
import {endFromError} from '../../core/call/end-from-error.js';
import {callEnd, endFromBye, endFromCancel} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {
  AnswerParts,
  CallMemo,
  DescriptionModifier,
  EndRequest,
  SessionMedia,
  SipSessionListener,
} from '../../core/engine/sip-engine.js';
import {toSipError, type SipError} from '../../core/errors.js';
import type {CallMedia} from '../../core/media-port.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import {shallowEqual} from '../../core/select.js';
import {guarded} from '../guarded.js';
import {rejection} from './farewell.js';
import {inDialogDelegate} from './in-dialog.js';
import {keepEarlyRequests} from '../patches.js';
import {RecoveryNews} from '../recovery/recovery-news.js';
import {isResting} from '../media/camera-rest.js';
import {openDevices} from '../media/open-devices.js';
import type {Negotiation} from '../negotiation/negotiation.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';
import {kindsOf} from '../negotiation/sdp.js';
import {saveSession, type SavedSession} from '../recovery/saved-session.js';
import type {SessionContext} from './session-context.js';
import {SessionEnding} from './session-ending.js';
import {makeSessionParts, type SessionParts} from './session-parts.js';

/** What sessions of either direction have in common: how they live, one way to end, and what is left of them after it. */
export abstract class SessionLife<N extends Inviter | Invitation = Inviter | Invitation> {
  listener: SipSessionListener | undefined;
  readonly native: N;
  readonly id: string;
  abstract readonly direction: CallDirection;
  abstract readonly remoteIdentity: Identity;
  abstract readonly localIdentity: Identity;
  abstract readonly videoOffered: boolean;
  abstract readonly inviteRequest: SipRequest | undefined;

  protected readonly context: SessionContext;
  /** For every description of ours. */
  protected modifiers: readonly DescriptionModifier[] = [];
  protected readonly description: DescriptionHandler;
  readonly negotiation: Negotiation;
  protected readonly recovery = new RecoveryNews((news) => this.tell(news));
  readonly #ending: SessionEnding;
  protected readonly parts: SessionParts;
  #told: SessionMedia | undefined;
  #memo: CallMemo | undefined;
  /** Both sides have agreed on the session once; before, an INVITE can just fail. */
  #confirmed = false;

  protected constructor(context: SessionContext, native: N, direction: CallDirection) {
    const {logger} = context.config;
    this.context = context;
    this.native = native;
    this.id = native.id;
    this.#ending = this.#makeEnding();
    this.parts = makeSessionParts(context, {
      native,
      direction,
      recovery: this.recovery,
      signal: this.#ending.signal,
      mediaChanged: () => this.#mediaChanged(),
      tell: (news) => this.tell(news),
      ask: (answer, over) => this.tell((listener) => answer(listener.mediaRequested('video', over))),
      modifiers: () => this.modifiers,
      abandon: this.abandon.bind(this),
    });
    this.description = this.parts.description;
    this.negotiation = this.parts.negotiation;
    context.handlers.set(native, this.description);
    keepEarlyRequests(native);
    native.delegate = this.#delegate();
    native.stateChange.addListener(guarded(logger, (state: SessionState) => this.#stateChanged(state)));
  }

  abstract invite(): Promise<void>;
  abstract accept(media: CallMedia, parts?: AnswerParts): Promise<void>;
  /** Takes the INVITE back, or rejects it. */
  protected abstract withdraw(request: EndRequest): Promise<void>;
  /** The end of a session that was never answered, when we wanted it. */
  protected abstract withdrawn(request: EndRequest): CallEnd;
  /** The session is over and nobody said why. */
  protected abstract unexplained(): CallEnd;
  /** No more waiting for an answer. */
  protected abstract stopTimers(): void;
  /** There is a new connection, and the call is not answered yet. */
  protected abstract repairUnanswered(): Promise<void>;

  async repair(): Promise<void> {
    if (this.isOver()) return;
    if (this.native.state === SessionState.Established) await this.parts.repair.run();
    else await this.repairUnanswered();
  }

  end(request: EndRequest): Promise<void> {
    try {
      rejection(request);
    } catch (error) {
      // Nothing has happened yet, and nothing will.
      return Promise.reject(toSipError(error));
    }
    return this.#ending.leave(request);
  }

  /** Another call has taken its place (RFC 3891 section 3): BYE if it is answered, CANCEL if it is not. */
  giveWay(): void {
    this.because(callEnd({by: 'remote', cause: 'hangup', reason: 'Replaced by another call.'}));
    void this.end({status: 487});
  }

  /** It rings: candidates are gathered for the answer. */
  warm(): void {
    if (!this.isOver()) this.description.warm();
  }

  remember(memo: CallMemo): void {
    this.#memo = memo;
    this.context.save();
  }

  /** What the next page would need to go on with this session; undefined if it could not. */
  get saved(): SavedSession | undefined {
    if (!this.#memo || this.isOver()) return undefined;
    const at = this.context.config.clock.now();
    return saveSession(this, {at, sections: kindsOf(this.description.settled.remote), memo: this.#memo});
  }

  /** The media have been agreed on again, on a page that did not agree on them first. */
  protected beginMedia(): void {
    this.parts.media.begin();
    this.#mediaChanged();
  }

  /** Frees everything without a word to anybody; the next page goes on with the session. */
  part(): void {
    this.#ending.part();
  }

  /** Aborted when the session begins to end. */
  protected get signal(): AbortSignal {
    return this.#ending.signal;
  }

  protected isOver(): boolean {
    return this.#ending.begun;
  }

  protected tell(news: (listener: SipSessionListener) => void): void {
    this.context.notifier.tell(() => {
      if (this.listener) news(this.listener);
    });
  }

  /** Opens devices for this session. Rejects with the media's error; after the end with `call-failed`. */
  protected async openMedia(wanted: CallMedia): Promise<void> {
    const {media} = this.context;
    const rests = wanted.video && isResting({...this.context, description: this.description});
    const {stream, missing} = await openDevices(media, rests ? {...wanted, video: false} : wanted, this.signal);
    if (rests) this.description.local.put('video', 'blank', media.black());
    if (missing) this.warn(missing);
    this.description.use(stream, wanted.video);
  }

  /** A device is missing, and the call goes on. */
  protected warn(missing: SipError): void {
    this.tell((listener) => listener.deviceMissing(missing));
  }

  /** Notes why the session ends; the first reason is the true one. */
  protected because(end: CallEnd): void {
    this.#ending.because(end);
  }

  /** Ends a session that cannot go on. */
  protected abandon(cause: CallEnd['cause'], status: number): void {
    this.because(callEnd({by: 'system', cause, code: status}));
    void this.end({status: 480});
  }

  #delegate(): NonNullable<N['delegate']> {
    return inDialogDelegate(
      this.native,
      {
        bye: (reasons) => this.because(endFromBye(reasons)),
        cancel: (reasons) => this.because(endFromCancel(reasons)),
        digit: (digit) => this.tell((listener) => listener.digit(digit, 'info')),
        message: (message, answer) => this.tell((listener) => answer(listener.message(message))),
        referred: (referral) => {
          if (!this.listener || this.isOver()) referral.reject(480);
          else this.tell((listener) => listener.referred(referral));
        },
        ack: () => {
          this.#confirmed = true;
          this.negotiation.renegotiation.remoteDone();
        },
        notified: (request) => this.parts.transfers.notified(request),
      },
      this.context.config,
    );
  }

  #stateChanged(state: SessionState): void {
    if (state === SessionState.Established) {
      this.stopTimers();
      this.#confirmed ||= this.direction === 'outbound';
      // The answer crossed our leaving: SIP.js sends the BYE itself.
      if (this.isOver()) return;
      this.tell((listener) => listener.established());
      this.parts.media.begin();
      this.#mediaChanged();
    }
    if (state !== SessionState.Terminated) return;
    this.description.close();
    // SIP.js tells why after it tells that: the reason is noted in the same turn.
    queueMicrotask(() => this.#ending.finish());
  }

  #makeEnding(): SessionEnding {
    const {config, userAgent} = this.context;
    return new SessionEnding({
      native: this.native,
      userAgent,
      config,
      withdraw: (request) => this.withdraw(request),
      withdrawn: (request) => this.withdrawn(request),
      explain: () => this.#explain(),
      release: () => {
        this.stopTimers();
        this.description.close();
      },
      ended: (end) => {
        this.tell((listener) => listener.ended(end));
        this.context.over(this.id);
      },
    });
  }

  #mediaChanged(): void {
    this.parts.media.look();
    const media = this.description.media;
    if (this.#ending.over || (this.#told && shallowEqual(this.#told, media))) return;
    this.#told = media;
    this.tell((listener) => listener.mediaChanged(media));
  }

  #explain(): CallEnd {
    const {failure} = this.description;
    if (failure) return endFromError(failure);
    // SIP.js hangs up by itself when offer and answer have come apart.
    if (this.#confirmed) return callEnd({by: 'system', cause: 'bad-session-description'});
    return this.unexplained();
  }
}
