import type {CallPhase} from './call-machine.js';
import {CallModel} from './call-model.js';
import {callDuration, callStatus, isAnswerable, type CallState, type CallStatus} from './call-state.js';
import type {PhoneConfig} from '../phone/config.js';
import {endFromError} from './end-from-error.js';
import {keepMemo} from './call-memo.js';
import type {SipReferral, SipSession} from '../engine.js';
import {SipError, toSipError} from '../errors.js';
import type {CallNotices} from '../events.js';
import {LatestWish} from './latest-wish.js';
import {NoticeTarget} from '../notice-target.js';
import {resumeCall} from './resume-call.js';
import {sessionListener} from './session-news.js';
import type {Store} from '../store.js';

/** What a call needs of its phone. */
export interface CallHost {
  readonly config: PhoneConfig;
  /** Told of every notice, after the call's own listeners. */
  relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean;
  /** The call is about to be in conversation: others make room. */
  takeFocus(call: Call): Promise<void>;
  /** The far end of the call asks us to call somebody else. */
  referred(call: Call, referral: SipReferral): void;
}

/** Where the session of a call comes from: at once for inbound calls, after the connection is up for outbound ones. */
export type SessionSource = () => Promise<SipSession>;

export interface AnswerOptions {
  /** Sends our picture too. */
  readonly video?: boolean | undefined;
}

/**
 * One telephone call. Its methods can be called in every state; those that need the far end's consent resolve when it
 * agreed, reject with a `SipError` and leave the call as it was.
 */
export class Call extends NoticeTarget<keyof CallNotices> {
  /** For the application's own use; the package never looks at it. */
  data: Record<string, unknown> = {};

  readonly #host: CallHost;
  readonly #source: SessionSource;
  readonly #model: CallModel;
  readonly #hold: LatestWish<boolean>;
  #session: SipSession | undefined;

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super();
    this.#host = host;
    this.#source = source;
    this.#model = new CallModel(initial, host.config, (type, detail) => {
      const wanted = this.notify(type, detail as never); // The compiler does not see that SipNotices contains CallNotices.
      return host.relay(type, detail) && wanted;
    });
    this.#hold = new LatestWish(
      async (held) => {
        if (!held) await host.takeFocus(this);
        await this.#session?.setHeld(held);
        this.#model.setLocalHold(held);
      },
      (held) => this.snapshot.held.local === held,
    );
    keepMemo(this.store, () => this.#session);
  }

  /** The snapshot and its changes. */
  get store(): Store<CallState> {
    return this.#model.store;
  }

  get snapshot(): Readonly<CallState> {
    return this.#model.state;
  }

  get id(): string {
    return this.snapshot.id;
  }

  get direction(): CallState['direction'] {
    return this.snapshot.direction;
  }

  get state(): CallPhase {
    return this.snapshot.state;
  }

  get prevState(): CallPhase {
    return this.snapshot.prevState;
  }

  get status(): CallStatus {
    return callStatus(this.snapshot);
  }

  /** Seconds in conversation. */
  get duration(): number {
    return callDuration(this.snapshot, this.#host.config.clock.now());
  }

  /** The SIP stack's own session, for what this package does not cover; undefined before there is one. */
  get session(): unknown {
    return this.#session?.native;
  }

  /** Outbound: sends the INVITE. Resolves when it is on the wire; how it goes on, the notices tell. */
  async connect(): Promise<void> {
    if (this.direction !== 'outbound' || this.state !== 'new' || this.#model.isPending('connect')) {
      throw new SipError('invalid-state', 'Only a new outbound call can be connected.');
    }
    this.#model.click();
    await this.#model.during('connect', async () => {
      try {
        await this.#host.takeFocus(this);
        const session = await this.#source();
        if (this.#model.ended) {
          await session.end({status: 487});
          return;
        }
        this.attach(session);
        await session.connect();
      } catch (error) {
        const failure = toSipError(error);
        const ended = this.#model.ended;
        this.#model.finish(endFromError(failure));
        if (!ended) throw failure;
      }
    });
  }

  /** Inbound: opens the devices and answers. Without a microphone it rejects, and the call rings on. */
  async answer({video = false}: AnswerOptions = {}): Promise<void> {
    const session = this.#session;
    if (!session || !isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'There is no ringing call to answer.');
    if (this.#model.isPending('answer')) return;
    this.#model.click();
    await this.#model.during('answer', async () => {
      await this.#host.takeFocus(this);
      await session.accept({audio: true, video});
    });
  }

  /** Rejects a ringing call with a final status, 300-699; 486 (busy) if not said. */
  async reject(status = 486, reason?: string): Promise<void> {
    if (!Number.isInteger(status) || status < 300 || status > 699) {
      throw new SipError(
        'invalid-argument',
        `A call is rejected with a status from 300 to 699, not ${String(status)}.`,
      );
    }
    if (!isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'Only a ringing inbound call can be rejected.');
    await this.#end(status, reason);
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, can be called twice. */
  async hangup(): Promise<void> {
    await this.#end(486);
  }

  /** Clears an ended call away at once instead of after a while. */
  dismiss(): void {
    if (this.state === 'hangup') this.#model.go('destroy');
  }

  /** Leaves without waiting for the network: the page is going away. */
  purge(): void {
    if (this.#model.ended) return;
    this.#model.finish({by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}, 'purge');
    void this.#session?.end({status: 480});
  }

  /** Silences the microphone or blanks the camera; the far end is not told, and nothing is renegotiated. */
  mute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, false);
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): void {
    if (this.#model.ended || this.snapshot.muted[kind] === muted) return;
    this.#session?.setMuted(kind, muted);
    this.#model.store.patch({
      muted: Object.freeze({...this.snapshot.muted, [kind]: muted}),
    });
    this.#model.tell('sip-mute-change', {call: this.snapshot, kind, muted});
  }

  /** Stops listening to the far end, which does not notice. */
  deafen(): void {
    this.#model.store.patch({deaf: true});
  }

  undeafen(): void {
    this.#model.store.patch({deaf: false});
  }

  hold(): Promise<void> {
    return this.setHeld(true);
  }

  unhold(): Promise<void> {
    return this.setHeld(false);
  }

  async setHeld(held: boolean): Promise<void> {
    if (!this.#model.established) throw new SipError('invalid-state', 'Only a call in conversation can be held.');
    const session = this.#session;
    if (!session || (this.snapshot.held.local === held && !this.#model.isPending('hold'))) return;
    await this.#model.during('hold', () => this.#hold.wish(held));
  }

  /** Adds our camera to the call or takes it out. */
  async setVideo(video: boolean): Promise<void> {
    if (!this.#model.established)
      throw new SipError('invalid-state', 'The camera can be switched once the call is answered.');
    const session = this.#session;
    if (!session || (this.snapshot.video === video && !this.#model.isPending('video'))) return;
    await this.#model.during('video', () => session.setVideo(video));
  }

  /** Looks for a new way for sound and picture (ICE restart); they go on meanwhile if they can. */
  async restartMedia(): Promise<void> {
    if (!this.#session || !this.#model.established)
      throw new SipError('invalid-state', 'Only a call in conversation has media that can be restarted.');
    await this.#session.restartMedia();
  }

  /** For the phone: there is a connection again after a loss. */
  async repair(): Promise<void> {
    await this.#session?.repair();
  }

  /** Sends `0-9 * # A-D`, and `,` for a pause; resolves when all are sent. */
  async sendDigits(digits: string): Promise<void> {
    const wanted = digits.toUpperCase();
    if (!/^[0-9*#A-D,]+$/.test(wanted)) {
      throw new SipError(
        'invalid-argument',
        `"${digits}" cannot be sent: digits are 0-9, *, #, A-D, and a comma for a pause.`,
      );
    }
    if (!this.#session || !(this.#model.established || this.state === 'early')) {
      throw new SipError('invalid-state', 'Digits can be sent once the call is answered.');
    }
    await this.#session.sendDigits(wanted);
    for (const digit of wanted.replaceAll(',', '')) {
      this.#model.tell('sip-digit', {
        call: this.snapshot,
        digit,
        direction: 'sent',
        via: 'rtp',
      });
    }
  }

  /** Goes on with a session of the page before, or with one that `replace` makes to take its place. */
  resume(session: SipSession, replace: () => SipSession): Promise<void> {
    return resumeCall({call: this, model: this.#model, session, replace, logger: this.#host.config.logger});
  }

  /** Takes a session over; the phone does so for inbound calls. */
  attach(session: SipSession): void {
    this.#session = session;
    session.listener = sessionListener(this.#model, (referral) => {
      this.#host.referred(this, referral);
    });
    this.#model.store.patch({
      remoteIdentity: session.remoteIdentity,
      localIdentity: session.localIdentity,
    });
    for (const kind of ['audio', 'video'] as const) {
      if (this.snapshot.muted[kind]) session.setMuted(kind, true);
    }
  }

  async #end(status: number, reason?: string): Promise<void> {
    if (this.#model.ended || this.#model.isPending('hangup')) return;
    await this.#model.during('hangup', async () => {
      await this.#session?.end({status, reason});
      // Without a session, or with one that was ended before it could say so, the call still has to end.
      this.#model.finish({
        by: 'local',
        cause: 'canceled',
        code: 0,
        reason: '',
        failed: false,
      });
    });
  }
}
