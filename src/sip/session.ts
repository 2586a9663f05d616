import {SessionState, type Inviter, type Invitation} from 'sip.js';
import type {CallDirection, Identity} from '../core/call-state.js';
import {endFromError} from '../core/end-from-error.js';
import {callEnd, endFromBye, endFromCancel} from '../core/end-causes.js';
import type {CallEnd} from '../core/end-reason.js';
import type {EndRequest, SessionMedia, SipSession, SipSessionListener} from '../core/engine.js';
import {SipError} from '../core/errors.js';
import type {CallMedia} from '../core/media-port.js';
import {shallowEqual} from '../core/select.js';
import {CameraSwitch} from './camera-switch.js';
import {DigitSender} from './digits.js';
import {guarded} from './guarded.js';
import {inDialogDelegate} from './in-dialog.js';
import {DialogRepair} from './dialog-repair.js';
import {MediaRecovery} from './media-recovery.js';
import {keepEarlyRequests} from './patches.js';
import {RecoveryNews} from './recovery-news.js';
import {Negotiation} from './negotiation.js';
import type {SessionContext} from './session-context.js';
import {DescriptionHandler} from './session-description-handler.js';
import {SessionEnding} from './session-ending.js';

export type {SessionContext};

/** What outbound and inbound sessions have in common: media, renegotiation, and one way to end. */
export abstract class InviteSession<N extends Inviter | Invitation = Inviter | Invitation> implements SipSession {
  listener: SipSessionListener | undefined;
  /** An invitation that rings now wants to take the place of this session (RFC 3891). */
  replaced = false;
  readonly native: N;
  readonly id: string;
  abstract readonly direction: CallDirection;
  abstract readonly remoteIdentity: Identity;
  abstract readonly localIdentity: Identity;
  abstract readonly videoOffered: boolean;

  protected readonly context: SessionContext;
  protected readonly description: DescriptionHandler;
  readonly negotiation: Negotiation;
  protected readonly recovery = new RecoveryNews((news) => {
    this.tell(news);
  });
  readonly #ending: SessionEnding;
  readonly #digits: DigitSender;
  readonly #camera: CameraSwitch;
  readonly #repair: DialogRepair;
  readonly #changes: Pick<Negotiation['renegotiation'], 'run'>;
  readonly #media: MediaRecovery;
  #told: SessionMedia | undefined;
  /** Both sides have agreed on the session once; before, an INVITE can just fail. */
  #confirmed = false;

  protected constructor(context: SessionContext, native: N, direction: CallDirection) {
    const {config} = context;
    const {logger} = config;
    this.context = context;
    this.native = native;
    this.id = native.id;
    this.#ending = this.#makeEnding();
    const {signal} = this.#ending;
    this.description = new DescriptionHandler({
      config,
      connections: context.connections,
      codecs: context.codecs,
      changed: () => {
        this.#mediaChanged();
      },
      tell: (news) => {
        this.tell(news);
      },
    });
    const {description} = this;
    this.negotiation = new Negotiation({
      native,
      direction,
      description,
      signal,
      config,
      ask: (answer) => {
        this.tell((listener) => {
          answer(listener.mediaRequested('video'));
        });
      },
      abandon: this.abandon.bind(this),
    });
    const {renegotiation} = this.negotiation;
    // A change that is asked for while there is no connection takes effect when it is back.
    this.#changes = context.connectivity.steady(renegotiation, signal);
    this.#camera = new CameraSwitch({media: context.media, description, renegotiation: this.#changes, signal});
    this.#digits = new DigitSender(() => this.description.audioSender, signal);
    const parts = {config, description, signal, recovery: this.recovery};
    this.#repair = new DialogRepair({...parts, renegotiation: this.#changes});
    const giveUp = () => {
      this.abandon('media-timeout', 0);
    };
    this.#media = new MediaRecovery({...parts, renegotiation, userAgent: context.userAgent, giveUp});
    context.handlers.set(native, this.description);
    keepEarlyRequests(native);
    native.delegate = this.#delegate();
    native.stateChange.addListener(
      guarded(logger, (state: SessionState) => {
        this.#stateChanged(state);
      }),
    );
  }

  abstract connect(): Promise<void>;
  abstract accept(media: CallMedia): Promise<void>;
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
    if (this.native.state === SessionState.Established) await this.#repair.run();
    else await this.repairUnanswered();
  }

  end(request: EndRequest): Promise<void> {
    return this.#ending.leave(request);
  }

  async setHeld(held: boolean): Promise<void> {
    this.#assertEstablished();
    await this.#changes.run(() => (this.description.intent.held === held ? undefined : {held}), 'hold');
  }

  async setVideo(video: boolean): Promise<void> {
    this.#assertEstablished();
    await this.#camera.set(video);
  }

  async restartMedia(): Promise<void> {
    this.#assertEstablished();
    await this.#changes.run(() => ({restart: true}), 'restart');
  }

  /** It rings: candidates are gathered for the answer. */
  warm(): void {
    if (!this.isOver()) this.description.warm();
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): void {
    this.description.local.setMuted(kind, muted);
  }

  async sendDigits(digits: string): Promise<void> {
    await this.#digits.send(digits);
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
    const {signal} = this.#ending;
    const {stream, missing} = await this.context.media.open(wanted, {signal});
    if (signal.aborted) {
      for (const track of stream.getTracks()) track.stop();
      throw signal.reason as Error;
    }
    if (missing) {
      this.tell((listener) => {
        listener.deviceMissing(missing);
      });
    }
    this.description.use(stream, wanted.video);
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
    const {logger} = this.context.config;
    return inDialogDelegate(
      this.native,
      {
        bye: (reasons) => {
          this.because(endFromBye(reasons));
        },
        cancel: (reasons) => {
          this.because(endFromCancel(reasons));
        },
        digit: (digit) => {
          this.tell((listener) => {
            listener.digit(digit, 'info');
          });
        },
        referred: (referral) => {
          if (!this.listener || this.isOver()) referral.reject(480);
          else
            this.tell((listener) => {
              listener.referred(referral);
            });
        },
        ack: () => {
          this.#confirmed = true;
          this.negotiation.renegotiation.remoteDone();
        },
      },
      logger,
    );
  }

  #stateChanged(state: SessionState): void {
    if (state === SessionState.Established) {
      this.stopTimers();
      this.#confirmed ||= this.direction === 'outbound';
      // The answer crossed our leaving: SIP.js sends the BYE itself.
      if (this.isOver()) return;
      this.tell((listener) => {
        listener.established();
      });
      this.#media.begin();
      this.#mediaChanged();
    }
    if (state !== SessionState.Terminated) return;
    this.description.close();
    // SIP.js tells why after it tells that: the reason is noted in the same turn.
    queueMicrotask(() => {
      this.#ending.finish();
    });
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
        this.tell((listener) => {
          listener.ended(end);
        });
        this.context.over(this.id);
      },
    });
  }

  #mediaChanged(): void {
    this.#media.look();
    const media = this.description.media;
    if (this.#ending.over || (this.#told && shallowEqual(this.#told, media))) return;
    this.#told = media;
    this.tell((listener) => {
      listener.mediaChanged(media);
    });
  }

  #explain(): CallEnd {
    const {failure} = this.description;
    if (this.replaced) return callEnd({by: 'remote', cause: 'hangup', reason: 'Replaced by another call.'});
    if (failure) return endFromError(failure);
    // SIP.js hangs up by itself when offer and answer have come apart.
    if (this.#confirmed) return callEnd({by: 'system', cause: 'bad-session-description'});
    return this.unexplained();
  }

  #assertEstablished(): void {
    if (this.native.state === SessionState.Established && !this.isOver()) return;
    throw new SipError('invalid-state', 'Only a call in conversation can be changed.');
  }
}
