import {domainOf, toSipUri} from '../address.js';
import type {Call} from '../call/call.js';
import {isEstablished} from '../call/call-machine.js';
import {inboundCall, outboundCall, restoredCall} from '../call/call-beginnings.js';
import {CallRegistry} from '../call/call-registry.js';
import type {CallState} from '../call/call-state.js';
import {resolveConfig, type PhoneConfig, type PhoneOptions} from './config.js';
import {Connection} from './connection.js';
import type {SavedCall, SipEngine, SipReferral, SipSession} from '../engine.js';
import {SipError} from '../errors.js';
import type {SipNotices} from '../events.js';
import {followReferral} from '../call/follow-referral.js';
import type {MediaPort} from '../media-port.js';
import {NoticeTarget} from '../notice-target.js';
import {PhoneParts, type PhonePorts} from './phone-parts.js';
import {phoneStatus, type PhoneState} from './phone-state.js';
import {createStore, type Store, type WritableStore} from '../store.js';

export interface DialOptions {
  /** Offers our picture. Default: as the phone is configured. */
  readonly video?: boolean | undefined;
  /** Additional header fields of the INVITE. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The transfer that this call follows. */
  readonly referral?: SipReferral | undefined;
}

/** The state of a phone that has not been started. */
export const IDLE_PHONE: Readonly<PhoneState> = Object.freeze({
  connection: 'offline',
  registration: 'none',
  server: null,
  status: 'idle',
  uri: '',
  calls: Object.freeze([]),
  activeCallId: null,
  error: null,
  audioBlocked: false,
});

/** A telephone without a face: one account, its connection and its calls. */
export class Phone extends NoticeTarget<keyof SipNotices> {
  readonly #config: PhoneConfig;
  readonly #parts: PhoneParts;
  readonly #store: WritableStore<PhoneState>;
  readonly #connection: Connection;
  readonly #calls: CallRegistry;
  readonly #destroyed = new AbortController();

  /** @throws SipError `not-configured` or `invalid-argument`. */
  constructor(options: PhoneOptions, ports: PhonePorts) {
    super();
    this.#config = resolveConfig(options);
    this.#store = createStore<PhoneState>({...IDLE_PHONE, uri: this.#config.uri}, (error) => {
      this.#config.logger.error('A subscriber of the phone threw.', error);
    });
    this.#parts = this.#makeParts(ports);
    this.#connection = new Connection({
      config: this.#config,
      engine: () => this.#parts.engine(),
      inCall: () => this.#calls.live.length > 0,
      changed: (state) => {
        this.#patch(state);
      },
      failed: (error) => {
        this.report(error);
      },
      restored: () => {
        for (const call of this.#calls.live) void call.repair();
      },
    });
    this.#calls = new CallRegistry({
      config: this.#config,
      signal: this.#destroyed.signal,
      changed: (calls, activeCallId) => {
        this.#callsChanged(calls, activeCallId);
      },
      // The compiler does not see that SipNotices contains CallNotices.
      relay: (type, detail) => this.notify(type, detail as never),
      referred: (call, referral) => {
        const dial = () => this.dial(referral.target, {video: call.snapshot.video, referral});
        void followReferral({call, referral, config: this.#config, dial});
      },
    });
  }

  /** The snapshot and its changes. */
  get store(): Store<PhoneState> {
    return this.#store;
  }

  get snapshot(): Readonly<PhoneState> {
    return this.#store.state;
  }

  /** Every call that is not cleared away, oldest first. */
  get calls(): readonly Call[] {
    return this.#calls.all;
  }

  /** The call that a hang-up button without a call of its own would end. */
  get activeCall(): Call | undefined {
    return this.call(this.snapshot.activeCallId);
  }

  call(id: string | null): Call | undefined {
    return this.#calls.get(id);
  }

  /** Connects and, if there is an account, registers; keeps trying until `stop()`. Rejects if the first try fails. */
  start(): Promise<void> {
    this.#assertAlive();
    return this.#connection.start();
  }

  /** Unregisters and closes the connection. Calls go on as long as their media do. */
  async stop(): Promise<void> {
    if (!this.#parts.hasEngine) return;
    await this.#connection.stop();
  }

  /**
   * Calls somebody, starting the phone if need be.
   * @param target - Whatever a person types: a number, a name, a SIP address, a `tel:` link.
   * @throws SipError `invalid-address`, with a message that says what to do.
   */
  dial(target: string, options: DialOptions = {}): Call {
    const call = this.createCall(target, options);
    // A failure to connect ends the call and is reported; there is nobody here to await it.
    call.connect().catch((error: unknown) => {
      if (error instanceof SipError) this.report(error, call);
    });
    return call;
  }

  /**
   * Somebody may dial in a moment: loads what a call needs and lets ICE candidates be gathered, so that the call goes out
   * at once. Opens no device and no connection; what is not used is freed after some seconds.
   */
  async prewarm(): Promise<void> {
    if (this.#destroyed.signal.aborted) return;
    try {
      (await this.#parts.engine()).prewarm();
    } catch (error) {
      // The call itself will say it to the person.
      this.#config.logger.debug('The phone could not be readied for a call.', error);
    }
  }

  /** Prepares a call; `connect()` on it dials. */
  createCall(target: string, {video = this.#config.video, headers = {}, referral}: DialOptions = {}): Call {
    this.#assertAlive();
    const uri = toSipUri(target, domainOf(this.#config.uri));
    const open = async (): Promise<SipSession> => {
      await this.#connection.online();
      return (await this.#parts.engine()).createSession(uri, {
        media: {audio: true, video},
        headers,
        referral,
      });
    };
    const call = this.#calls.add(outboundCall(uri, this.#config), open);
    this.#calls.update();
    this.notify('sip-call-added', {call: call.snapshot});
    return call;
  }

  /** Makes a call the one that controls without a call of their own act on. */
  select(id: string): void {
    this.#calls.select(id);
  }

  /** The short sound of a pressed key. */
  playKey(digit: string): void {
    if (this.#config.sounds) this.#parts.mediaNow?.playKey(digit);
  }

  /** Lets sound through that the browser had blocked; to be called in a click handler. */
  async unblockAudio(): Promise<void> {
    await this.#parts.mediaNow?.unblock();
  }

  /** Microphones, cameras and loudspeakers, and everything else about the browser's media. */
  media(): Promise<MediaPort> {
    return this.#parts.media();
  }

  /** Sends a `sip-error` notice. */
  report(error: SipError, call?: Call): void {
    if (this.#destroyed.signal.aborted) return;
    this.#config.logger.warn(error.message, error);
    this.notify('sip-error', {error, call: call?.snapshot ?? null});
  }

  /** Ends every call, unregisters as far as that can be done, and frees everything. The phone cannot be used again. */
  destroy(): Promise<void> {
    return this.#close(false);
  }

  /**
   * As `destroy()`, for a page that goes away: if conversations are to be recovered, they and the registration are left as
   * they are, and a phone with the same account on the next page of this tab goes on with them.
   */
  leave(): Promise<void> {
    return this.#close(this.#config.recover);
  }

  async #close(leaving: boolean): Promise<void> {
    if (this.#destroyed.signal.aborted) return;
    this.#destroyed.abort();
    this.#connection.destroy();
    for (const call of this.#calls.all) if (!leaving || !isEstablished(call.state)) call.purge();
    await this.#parts.close({leaving});
    this.#patch({connection: 'offline', registration: 'none', server: null, error: null});
  }

  #assertAlive(): void {
    if (this.#destroyed.signal.aborted)
      throw new SipError('invalid-state', 'This phone was destroyed; make a new one.');
  }

  #makeParts(ports: PhonePorts): PhoneParts {
    return new PhoneParts({
      config: this.#config,
      ports,
      listener: {
        connectionLost: (error) => {
          this.#connection.lost(error);
        },
        awake: () => {
          this.#connection.awake();
        },
        preferredBack: () => {
          this.#connection.preferredBack();
        },
        registrationLost: (error) => {
          this.#connection.registrationLost(error);
        },
        incoming: (session) => {
          this.#incoming(session);
        },
      },
      audioBlockedChanged: (audioBlocked) => {
        this.#patch({audioBlocked});
      },
      engineMade: (engine) => {
        for (const saved of engine.restore()) this.#restore(saved, engine);
        // Whoever made it need not have meant to connect.
        if (this.#calls.live.length) this.start().catch(() => undefined);
      },
    });
  }

  #restore(saved: SavedCall, engine: SipEngine): void {
    const {session, memo} = saved;
    const call = this.#calls.add(restoredCall(saved), () => Promise.resolve(session));
    this.#calls.update();
    this.notify('sip-call-added', {call: call.snapshot});
    const media = {audio: true, video: memo.video};
    void call.resume(session, () =>
      engine.createSession(session.remoteIdentity.uri, {media, headers: {}, replaces: session}),
    );
  }

  #incoming(session: SipSession): void {
    if (this.#calls.live.length >= this.#config.maxCalls) {
      void session.end({status: 486});
      return;
    }
    const call = this.#calls.add(inboundCall(session), () => Promise.resolve(session));
    call.attach(session);
    if (this.notify('sip-incoming', {call: call.snapshot})) {
      this.#calls.update();
      this.notify('sip-call-added', {call: call.snapshot});
    } else {
      this.#calls.remove(call);
      void call.reject(486);
    }
  }

  #callsChanged(calls: readonly Readonly<CallState>[], activeCallId: string | null): void {
    const before = this.snapshot.calls;
    const same = calls.length === before.length && calls.every((call, index) => call === before[index]);
    this.#patch({calls: same ? before : Object.freeze([...calls]), activeCallId});
    if (!this.#destroyed.signal.aborted) this.#parts.sounds?.update(calls);
  }

  #patch(change: Partial<PhoneState>): void {
    const previous = this.snapshot.status;
    const status = phoneStatus({...this.snapshot, ...change}, this.#config.register);
    this.#store.patch({...change, status});
    if (status !== previous) this.notify('sip-status-change', {status, previous, error: this.snapshot.error});
  }
}
