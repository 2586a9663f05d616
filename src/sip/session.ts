import {SessionState, type Inviter, type Invitation, type UserAgent} from 'sip.js';
import type {CallDirection, Identity} from '../core/call-state.js';
import type {PhoneConfig} from '../core/config.js';
import {endFromError} from '../core/end-from-error.js';
import {callEnd, endFromBye, endFromCancel} from '../core/end-causes.js';
import type {CallEnd} from '../core/end-reason.js';
import type {EndRequest, SessionMedia, SipSession, SipSessionListener} from '../core/engine.js';
import {SipError} from '../core/errors.js';
import type {CallMedia, MediaPort} from '../core/media-port.js';
import {shallowEqual} from '../core/select.js';
import {CameraSwitch} from './camera-switch.js';
import {DigitSender} from './digits.js';
import {sayGoodbye} from './goodbye.js';
import {guarded} from './guarded.js';
import {inDialogDelegate} from './in-dialog.js';
import type {Notifier} from './notifier.js';
import {interceptReinvites, keepEarlyRequests} from './patches.js';
import {Renegotiation} from './renegotiation.js';
import {DescriptionHandler} from './session-description-handler.js';
import {within} from './waiting.js';

/** What a session needs of its engine. */
export interface SessionContext {
  readonly config: PhoneConfig;
  readonly media: MediaPort;
  readonly userAgent: UserAgent;
  readonly notifier: Notifier;
  /** Where SIP.js finds the description handler of a session. */
  readonly handlers: WeakMap<object, DescriptionHandler>;
  readonly over: (id: string) => void;
}

/** How long to wait for the far end when we leave; then the call is over for us. */
const WATCHDOG = 5000;
/** How long `end()` waits for the answer to a BYE, whose only use is that the connection is not closed before it. */
const FAREWELL = 2000;

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
  protected readonly renegotiation: Renegotiation;
  readonly #lifetime = new AbortController();
  readonly #digits: DigitSender;
  readonly #camera: CameraSwitch;
  readonly #done: Promise<void>;
  #resolveDone: () => void = () => undefined;
  #told: SessionMedia | undefined;
  #end: CallEnd | undefined;
  #ending: Promise<void> | undefined;
  #over = false;
  /** Both sides have agreed on the session once; before, an INVITE can just fail. */
  #confirmed = false;
  #stopWatchdog: (() => void) | undefined;

  protected constructor(context: SessionContext, native: N, direction: CallDirection) {
    const {config} = context;
    const {clock, logger} = config;
    const {signal} = this.#lifetime;
    this.context = context;
    this.native = native;
    this.id = native.id;
    this.#done = new Promise((resolve) => {
      this.#resolveDone = resolve;
    });
    this.description = new DescriptionHandler({
      configuration: {iceServers: [...config.iceServers], iceTransportPolicy: config.iceTransportPolicy},
      logger,
      changed: () => {
        this.#mediaChanged();
      },
    });
    this.renegotiation = new Renegotiation({
      native,
      direction,
      description: this.description,
      clock,
      logger,
      signal,
      gone: (status) => {
        this.abandon(status === 481 ? 'dialog-gone' : 'bad-session-description', status);
      },
    });
    const {description, renegotiation} = this;
    this.#camera = new CameraSwitch({media: context.media, description, renegotiation, signal});
    this.#digits = new DigitSender(() => this.description.audioSender, signal);
    context.handlers.set(native, this.description);
    interceptReinvites(native, (request, proceed) => {
      this.renegotiation.incoming(request, proceed);
    });
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

  // Synchronous up to the message on the wire: a page that is being closed gets no further turn.
  end(request: EndRequest): Promise<void> {
    this.#ending ??= this.#over ? Promise.resolve() : this.#leave(request);
    return this.#ending;
  }

  async setHeld(held: boolean): Promise<void> {
    this.#assertEstablished();
    await this.renegotiation.run(() => (this.description.intent.held === held ? undefined : {held}));
  }

  async setVideo(video: boolean): Promise<void> {
    this.#assertEstablished();
    await this.#camera.set(video);
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): void {
    this.description.local.setMuted(kind, muted);
  }

  async sendDigits(digits: string): Promise<void> {
    await this.#digits.send(digits);
  }

  protected isOver(): boolean {
    return this.#over || this.#ending !== undefined;
  }

  protected tell(news: (listener: SipSessionListener) => void): void {
    this.context.notifier.tell(() => {
      if (this.listener) news(this.listener);
    });
  }

  /** Opens devices for this session. Rejects with the media's error; after the end with `call-failed`. */
  protected async openMedia(wanted: CallMedia): Promise<void> {
    const {signal} = this.#lifetime;
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
    this.#end ??= end;
  }

  /** Ends a session that cannot go on. */
  protected abandon(cause: CallEnd['cause'], status: number): void {
    this.because(callEnd({by: 'system', cause, code: status}));
    void this.end({status: 480});
  }

  #delegate(): NonNullable<N['delegate']> {
    const {logger} = this.context.config;
    return inDialogDelegate(
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
        transactionDone: () => {
          this.#confirmed = true;
          this.renegotiation.remoteDone();
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
      this.#mediaChanged();
    }
    if (state !== SessionState.Terminated) return;
    this.description.close();
    // SIP.js tells why after it tells that: the reason is noted in the same turn.
    queueMicrotask(() => {
      this.#finish();
    });
  }

  async #leave(request: EndRequest): Promise<void> {
    const {config, userAgent} = this.context;
    const established = this.native.state === SessionState.Established;
    this.because(established ? callEnd({by: 'local', cause: 'hangup'}) : this.withdrawn(request));
    this.#lifetime.abort(new SipError('call-failed', 'The call was ended.'));
    this.stopTimers();
    this.description.close();
    const farewell = this.#sayGoodbye(request);
    if (userAgent.isConnected())
      this.#stopWatchdog = config.clock.after(WATCHDOG, () => {
        this.#finish();
      });
    else this.#finish();
    await this.#done;
    await within(config.clock, FAREWELL, farewell);
  }

  /** Resolves when the far end has heard of it; never rejects. */
  async #sayGoodbye(request: EndRequest): Promise<void> {
    try {
      await sayGoodbye(this.native, () => this.withdraw(request));
    } catch (error) {
      // A dialog that died under us, say. The call is over for us in any case.
      this.context.config.logger.info('The far end could not be told that the call is over.', error);
      this.#finish();
    }
  }

  #mediaChanged(): void {
    const media = this.description.media;
    if (this.#over || (this.#told && shallowEqual(this.#told, media))) return;
    this.#told = media;
    this.tell((listener) => {
      listener.mediaChanged(media);
    });
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#lifetime.abort(new SipError('call-failed', 'The call is over.'));
    this.#stopWatchdog?.();
    this.stopTimers();
    this.description.close();
    const end = this.#end ?? this.#explain();
    this.tell((listener) => {
      listener.ended(end);
    });
    this.context.over(this.id);
    this.#resolveDone();
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
