import {isEnded, isEstablished, canMove, type CallPhase} from './call-machine.js';
import {
  callDuration,
  callStatus,
  isAnswerable,
  type CallOperation,
  type CallState,
  type CallStatus,
} from './call-state.js';
import type {PhoneConfig} from './config.js';
import type {CallEnd} from './end-reason.js';
import {endFromError} from './end-from-error.js';
import type {SessionMedia, SipSession, SipSessionListener} from './engine.js';
import {SipError, toSipError} from './errors.js';
import type {CallNotices, SipNotices} from './events.js';
import {mediaChanges} from './media-changes.js';
import {NoticeTarget} from './notice-target.js';
import {createStore, type Store, type WritableStore} from './store.js';

/** What a call needs of its phone. */
export interface CallHost {
  readonly config: PhoneConfig;
  /** Told of every notice, after the call's own listeners. */
  relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): void;
  report(error: SipError, call: Call): void;
  /** The call is about to be in conversation: others make room. */
  takeFocus(call: Call): Promise<void>;
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
  readonly #store: WritableStore<CallState>;
  #session: SipSession | undefined;
  #accepted = false;

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super();
    this.#host = host;
    this.#source = source;
    this.#store = createStore(initial, (error) => {
      host.config.logger.error('A subscriber of a call threw.', error);
    });
  }

  /** The snapshot and its changes. */
  get store(): Store<CallState> {
    return this.#store;
  }

  get snapshot(): Readonly<CallState> {
    return this.#store.state;
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
    if (this.direction !== 'outbound' || this.state !== 'new' || this.#isPending('connect')) {
      throw new SipError('invalid-state', 'Only a new outbound call can be connected.');
    }
    await this.#while('connect', async () => {
      try {
        await this.#host.takeFocus(this);
        const session = await this.#source();
        if (isEnded(this.state)) return await session.end({status: 487});
        this.attach(session);
        await session.connect();
      } catch (error) {
        const failure = toSipError(error);
        const ended = isEnded(this.state);
        this.#finish(endFromError(failure));
        if (!ended) throw failure;
      }
    });
  }

  /** Inbound: opens the devices and answers. Without a microphone it rejects, and the call rings on. */
  async answer({video = false}: AnswerOptions = {}): Promise<void> {
    const session = this.#session;
    if (!session || !isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'There is no ringing call to answer.');
    if (this.#isPending('answer')) return;
    await this.#while('answer', async () => {
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
    if (this.state === 'hangup') this.#go('destroy');
  }

  /** Leaves without waiting for the network: the page is going away. */
  purge(): void {
    if (isEnded(this.state)) return;
    void this.#session?.end({status: 480});
    this.#store.patch({
      end: Object.freeze({
        by: 'local',
        cause: 'hangup',
        code: 0,
        reason: '',
        failed: false,
      }),
    });
    this.#go('purge');
  }

  /** Silences the microphone or blanks the camera; the far end is not told, and nothing is renegotiated. */
  mute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, false);
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): void {
    if (isEnded(this.state) || this.snapshot.muted[kind] === muted) return;
    this.#session?.setMuted(kind, muted);
    this.#store.patch({
      muted: Object.freeze({...this.snapshot.muted, [kind]: muted}),
    });
    this.#tell('sip-mute-change', {call: this.snapshot, kind, muted});
  }

  /** Stops listening to the far end, which does not notice. */
  deafen(): void {
    this.#store.patch({deaf: true});
  }

  undeafen(): void {
    this.#store.patch({deaf: false});
  }

  hold(): Promise<void> {
    return this.setHeld(true);
  }

  unhold(): Promise<void> {
    return this.setHeld(false);
  }

  async setHeld(held: boolean): Promise<void> {
    if (!isEstablished(this.state)) throw new SipError('invalid-state', 'Only a call in conversation can be held.');
    const session = this.#session;
    if (!session || this.snapshot.held.local === held) return;
    await this.#while('hold', async () => {
      if (!held) await this.#host.takeFocus(this);
      await session.setHeld(held);
      if (this.snapshot.held.local === held) return;
      this.#store.patch({
        held: Object.freeze({...this.snapshot.held, local: held}),
      });
      this.#go(held ? 'held' : 'active');
      this.#tell('sip-hold-change', {
        call: this.snapshot,
        side: 'local',
        held,
      });
    });
  }

  /** Adds our camera to the call or takes it out. */
  async setVideo(video: boolean): Promise<void> {
    if (!isEstablished(this.state))
      throw new SipError('invalid-state', 'The camera can be switched once the call is answered.');
    const session = this.#session;
    if (!session || this.snapshot.video === video) return;
    await this.#while('video', () => session.setVideo(video));
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
    if (!this.#session || !(isEstablished(this.state) || this.state === 'early')) {
      throw new SipError('invalid-state', 'Digits can be sent once the call is answered.');
    }
    await this.#session.sendDigits(wanted);
    for (const digit of wanted.replaceAll(',', '')) {
      this.#tell('sip-digit', {
        call: this.snapshot,
        digit,
        direction: 'sent',
        via: 'rtp',
      });
    }
  }

  /** Takes a session over; the phone does so for inbound calls. */
  attach(session: SipSession): void {
    this.#session = session;
    session.listener = this.#listener;
    this.#store.patch({
      remoteIdentity: session.remoteIdentity,
      localIdentity: session.localIdentity,
    });
    for (const kind of ['audio', 'video'] as const) {
      if (this.snapshot.muted[kind]) session.setMuted(kind, true);
    }
  }

  async #end(status: number, reason?: string): Promise<void> {
    if (isEnded(this.state) || this.#isPending('hangup')) return;
    await this.#while('hangup', async () => {
      await this.#session?.end({status, reason});
      // Without a session, or with one that was ended before it could say so, the call still has to end.
      this.#finish({
        by: 'local',
        cause: 'canceled',
        code: 0,
        reason: '',
        failed: false,
      });
    });
  }

  readonly #listener: SipSessionListener = {
    requesting: () => {
      this.#go(this.direction === 'outbound' ? 'requesting' : 'answering');
    },
    trying: () => {
      this.#go('trying');
    },
    ringing: (code) => {
      if (isEnded(this.state) || isEstablished(this.state)) return;
      this.#store.patch({
        remoteRinging: this.snapshot.remoteRinging || code === 180 || code === 183,
      });
      if (this.state === 'requesting') this.#go('trying');
      this.#tell('sip-progress', {call: this.snapshot, code});
    },
    early: () => {
      this.#go('early');
    },
    established: () => {
      if (!canMove(this.state, 'active') || isEstablished(this.state)) return;
      this.#store.patch({startTime: new Date(this.#host.config.clock.now())});
      this.#go('active');
      this.#tellAccepted();
    },
    mediaChanged: (media) => {
      this.#mediaChanged(media);
    },
    deviceMissing: (error) => {
      this.#tell('sip-warning', {call: this.snapshot, error});
    },
    digit: (digit, via) => {
      this.#tell('sip-digit', {
        call: this.snapshot,
        digit,
        direction: 'received',
        via,
      });
    },
    ended: (end) => {
      this.#finish(end);
    },
  };

  #mediaChanged(media: SessionMedia): void {
    if (isEnded(this.state)) return;
    const before = this.snapshot;
    this.#store.patch({
      localStream: media.localStream,
      remoteStream: media.remoteStream,
      video: media.video,
      remoteVideo: media.remoteVideo,
      media: media.phase,
      ...(before.held.remote === media.remoteHeld
        ? {}
        : {
            held: Object.freeze({...before.held, remote: media.remoteHeld}),
          }),
    });
    const call = this.snapshot;
    for (const change of mediaChanges(before, call)) this.#tell('sip-media-change', {call, ...change});
    if (before.held.remote !== media.remoteHeld) {
      this.#tell('sip-hold-change', {
        call,
        side: 'remote',
        held: media.remoteHeld,
      });
    }
    this.#tellAccepted();
  }

  /** Accepted means answered *and* media flowing (seed S3.16). */
  #tellAccepted(): void {
    if (this.#accepted || !isEstablished(this.state) || this.snapshot.media !== 'flowing') return;
    this.#accepted = true;
    this.#tell('sip-accepted', {call: this.snapshot});
  }

  #finish(end: CallEnd): void {
    if (isEnded(this.state)) return;
    this.#store.patch({
      end: Object.freeze({...end}),
      endTime: new Date(this.#host.config.clock.now()),
      localStream: null,
      remoteStream: null,
      video: false,
      remoteVideo: false,
      media: 'none',
    });
    this.#go('hangup');
    this.#tell('sip-call-ended', {
      call: this.snapshot,
      end,
      by: end.by,
      cause: end.cause,
      code: end.code,
      reason: end.reason,
    });
  }

  /** The one place where the state of a call changes. */
  #go(next: CallPhase): boolean {
    const {state} = this.snapshot;
    if (next === state) return false;
    if (!canMove(state, next)) {
      this.#host.config.logger.debug(`A call in state ${state} cannot go to ${next}; dropped.`);
      return false;
    }
    this.#store.patch({state: next, prevState: state});
    this.#tell('sip-state-change', {
      call: this.snapshot,
      state: next,
      prevState: state,
    });
    return true;
  }

  #isPending(operation: CallOperation): boolean {
    return this.snapshot.pending.includes(operation);
  }

  async #while(operation: CallOperation, work: () => Promise<void>): Promise<void> {
    this.#store.patch({
      pending: Object.freeze([...this.snapshot.pending, operation]),
    });
    try {
      await work();
    } finally {
      const index = this.snapshot.pending.indexOf(operation);
      this.#store.patch({
        pending: Object.freeze(this.snapshot.pending.filter((_, position) => position !== index)),
      });
    }
  }

  #tell<K extends keyof CallNotices>(type: K, detail: SipNotices[K]): void {
    this.notify(type, detail);
    this.#host.relay(type, detail);
  }
}
