import type {SessionDialog} from '../sip-js.js';
import type {DigitOptions} from '../../core/call/digits.js';
import type {CallDirection, Identity} from '../../core/call/call-state.js';
import {callEnd} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {
  AnswerParts,
  CallMemo,
  DescriptionModifier,
  EndRequest,
  ProgressParts,
  SessionMedia,
  SipSession,
  SipSessionListener,
  TransferRequest,
} from '../../core/engine/sip-engine.js';
import {SipError} from '../../core/errors.js';
import type {CallMedia} from '../../core/media-port.js';
import {shallowEqual} from '../../core/select.js';
import type {RequestOptions, SipAnswer, SipRequest} from '../../core/engine/sip-message.js';
import type {News, Reply} from '../notifier.js';
import {exchangeDevice, exchangeTrack} from '../media/track-switch.js';
import type {SessionTimer} from '../negotiation/session-timer.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';
import {RecoveryNews} from '../recovery/recovery-news.js';
import type {Beginning, SessionFacts} from './beginning.js';
import {dialogRequests} from './dialog-requests.js';
import {InviteUsage} from './invite-usage.js';
import type {SessionContext} from './session-context.js';
import {LateConversation} from './late-conversation.js';
import {SessionEnding} from './session-ending.js';
import type {Conversation} from './conversation-parts.js';
import {makeSessionParts, type SessionParts} from './session-parts.js';

type Said = keyof SipSessionListener;
type Heard<K extends Said> = (reply: Reply<SipSessionListener, K>) => void;

/**
 * An INVITE session (RFC 3261 sections 13 to 15). Its `Beginning` leads it to the established state; its methods after
 * that, and its end, are the same for all sessions.
 */
export class InviteSession implements SipSession {
  readonly id: string;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly videoOffered: boolean;
  readonly asserted: boolean;
  readonly replaces: SipSession | undefined;
  listener: SipSessionListener | undefined;
  /** The functions that change every description of ours. */
  modifiers: readonly DescriptionModifier[] = [];
  readonly context: SessionContext;
  readonly usage: InviteUsage;
  readonly recovery = new RecoveryNews((news) => this.tell(news));
  readonly beginning: Beginning;
  readonly conversation = new LateConversation(this);
  readonly #ending: SessionEnding;
  readonly #parts: SessionParts;
  #told: SessionMedia | undefined;
  #memo: CallMemo | undefined;

  constructor(context: SessionContext, facts: SessionFacts, begin: (session: InviteSession) => Beginning) {
    this.context = context;
    this.id = facts.id;
    this.direction = facts.direction;
    this.remoteIdentity = facts.remoteIdentity;
    this.localIdentity = facts.localIdentity;
    this.videoOffered = facts.videoOffered ?? false;
    this.asserted = facts.asserted ?? false;
    this.replaces = facts.replaces;
    this.usage = new InviteUsage(context.agent, facts.contact);
    this.#ending = this.#makeEnding();
    this.#parts = makeSessionParts(context, {
      usage: this.usage,
      signal: this.signal,
      mediaChanged: () => this.#mediaChanged(),
      timed: (timing) => this.tell('timed', timing),
      modifiers: () => this.modifiers,
      refresh: (due) =>
        this.conversation.whenThere(({negotiation}) =>
          negotiation.renegotiation.run(() => (due() ? {refresh: true} : undefined), 'refresh'),
        ),
      expired: () => this.abandon('session-expired', 0),
    });
    this.beginning = begin(this);
  }

  get inviteRequest(): SipRequest | undefined {
    return this.beginning.inviteRequest;
  }

  get native(): SessionDialog | undefined {
    return this.usage.dialog;
  }

  get description(): DescriptionHandler {
    return this.#parts.description;
  }

  get timer(): SessionTimer {
    return this.#parts.timer;
  }

  /** Aborts when the session begins to end. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  invite(): Promise<void> {
    const sent = this.beginning.invite();
    sent.then(() => this.conversation.load()).catch(() => undefined);
    return sent;
  }

  ring(): void {
    this.beginning.ring();
  }

  progress(parts: ProgressParts): Promise<void> {
    return this.beginning.progress(parts);
  }

  accept(media: CallMedia, parts?: AnswerParts): Promise<void> {
    return this.beginning.accept(media, parts);
  }

  async repair(): Promise<void> {
    if (this.usage.ending || (await this.beginning.repair())) return;
    await this.conversation.whenThere(({repair}) => repair.run());
  }

  end(request: EndRequest): Promise<void> {
    return this.#ending.leave(request);
  }

  setHeld(held: boolean): Promise<void> {
    const wish = () => (this.description.intent.held === held ? undefined : {held});
    return this.#change(({changes}) => changes.run(wish, 'hold'));
  }

  setVideo(video: boolean): Promise<void> {
    return this.#change(({camera}) => camera.set(video));
  }

  restartMedia(): Promise<void> {
    return this.#change(({changes}) => changes.run(() => ({restart: true}), 'restart'));
  }

  shareScreen(screen: boolean): Promise<void> {
    return this.#change((conversation) => conversation.screen.set(screen));
  }

  transfer({news, ...request}: TransferRequest): Promise<void> {
    const tell: typeof news = (what) => this.context.notifier.tell(() => news(what));
    return this.#change(({transfers}) => transfers.request({...request, news: tell}));
  }

  async setTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void> {
    if (this.usage.ending) {
      track.stop();
      throw new SipError('invalid-state', 'The call is over.');
    }
    await exchangeDevice(this.description, kind, track);
  }

  async substituteAudio(track: MediaStreamTrack | null): Promise<void> {
    if (!this.usage.ending) await exchangeTrack(this.description, ['audio', 'substitute'], track);
  }

  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    if (kind === 'video') await this.#parts.cameraRest.setMuted(muted);
    else this.description.local.setMuted(kind, muted);
  }

  async stats(): Promise<RTCStatsReport | null> {
    return this.usage.ending ? null : await this.description.stats();
  }

  async request(method: string, options: RequestOptions): Promise<SipAnswer> {
    return (await this.conversation.need()).request(method, options);
  }

  async sendDigits(
    digits: string,
    options: DigitOptions,
    sent: (digit: string, via: 'rtp' | 'info') => void,
  ): Promise<void> {
    await (await this.conversation.need()).digits.send(digits, options, sent);
  }

  remember(memo: CallMemo): void {
    this.#memo = memo;
    this.context.save();
  }

  /** What the page has asked to remember. */
  get memo(): CallMemo | undefined {
    return this.#memo;
  }

  /** The call rings: gathers candidates for the answer. */
  warm(): void {
    if (this.usage.ending) return;
    this.description.warm();
    this.conversation.load();
  }

  /** Tells the call what happened: in order, and never from inside a method of the session or a callback of SIP.js. */
  tell<K extends Said>(...news: News<SipSessionListener, K>): void {
    this.ask(() => undefined, ...news);
  }

  /** Tells the call as `tell()` does, and passes its reply to `answer`. */
  ask<K extends Said>(answer: Heard<K>, ...news: News<SipSessionListener, K>): void {
    this.context.notifier.ask(() => this.listener, answer, ...news);
  }

  /** Handles the requests that come in a dialog of this session. */
  attend(dialog: SessionDialog): void {
    dialog.delegate = dialogRequests(this, dialog);
  }

  /** The answer is sent or applied: both sides have a session. */
  establish(): void {
    this.usage.move('established');
    this.beginning.stopTimers();
    this.tell('established');
    this.beginMedia();
  }

  /** The media are agreed on: by the answer, or by the next page after a reload. */
  beginMedia(): void {
    void this.conversation.whenThere(({media}) => {
      media.begin();
      this.context.save();
    });
    this.#mediaChanged();
  }

  /** Notes why the session ends; the first reason is the true one. */
  because(end: CallEnd): void {
    this.#ending.because(end);
  }

  /** Ends the session here at once, even if the far end does not know it. */
  finish(end: CallEnd): void {
    this.#ending.finish(end);
  }

  /** Ends a session that cannot go on. */
  abandon(cause: CallEnd['cause'], status: number): void {
    this.because(callEnd({by: 'system', cause, code: status}));
    void this.end({status: 480});
  }

  /** Ends the session because another call replaces it (RFC 3891 section 3): by BYE, or by CANCEL before the answer. */
  giveWay(): void {
    this.because(callEnd({by: 'remote', cause: 'hangup', reason: 'Replaced by another call.'}));
    void this.end({status: 487});
  }

  /** Frees everything without a message; the next page goes on with the session. */
  part(): void {
    this.#ending.part();
  }

  /** What can be done to a call in conversation only; at once if it can be, as a shared screen has to stop at once. */
  async #change(work: (conversation: Conversation) => Promise<void>): Promise<void> {
    if (this.beginning.pending) await this.beginning.pending;
    if (this.usage.state !== 'established') {
      throw new SipError('invalid-state', 'Only a call in conversation can be changed.');
    }
    await work(this.conversation.now ?? (await this.conversation.need()));
  }

  #makeEnding(): SessionEnding {
    return new SessionEnding({
      usage: this.usage,
      config: this.context.config,
      beginning: () => this.beginning,
      release: () => {
        this.beginning.stopTimers();
        this.description.close();
      },
      ended: (end) => {
        this.tell('ended', end);
        this.context.over(this.id);
      },
    });
  }

  #mediaChanged(): void {
    this.conversation.now?.media.look();
    const media = this.description.media;
    if (this.usage.state === 'over' || (this.#told && shallowEqual(this.#told, media))) return;
    this.#told = media;
    this.tell('mediaChanged', media);
  }
}
