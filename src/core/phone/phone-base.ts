import {domainOf} from '../address.js';
import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import {purgeCall} from '../call/end-call.js';
import {isEstablished} from '../call/call-machine.js';
import {NO_DEVICES} from '../devices/device-state.js';
import {dialTarget} from '../dial-target.js';
import type {SavedCall, SipEngine, SipSession} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {SipNotices} from '../events.js';
import type {MediaPort} from '../media-port.js';
import {NoticeTarget} from '../notice-target.js';
import type {RequestOptions, SipAnswer} from '../engine/sip-message.js';
import {createStore, type Store, type WritableStore} from '../store.js';
import {resolveConfig, type PhoneConfig, type PhoneOptions} from '../config/phone-config.js';
import {Connection} from './connection.js';
import {resolveLive, type LiveOptions} from '../config/live-config.js';
import {PhoneParts, type PhonePorts} from './phone-parts.js';
import {phoneStatus, type PhoneState} from './phone-state.js';

/** The state of a phone that has not been started. */
export const IDLE_PHONE: Readonly<PhoneState> = Object.freeze({
  connection: 'offline',
  registration: 'none',
  server: null,
  status: 'idle',
  uri: '',
  calls: Object.freeze([]),
  activeCallId: null,
  conference: Object.freeze([]),
  error: null,
  audioBlocked: false,
  devices: NO_DEVICES,
  volume: 1,
});

/** An account, its connection and what it is made of; the calls are in the class that extends it. */
export abstract class PhoneBase extends NoticeTarget<keyof SipNotices> {
  protected readonly config: PhoneConfig;
  protected readonly parts: PhoneParts;
  protected readonly connection: Connection;
  protected readonly destroyed = new AbortController();
  protected readonly writable: WritableStore<PhoneState>;

  /** @throws SipError `not-configured` or `invalid-argument`. */
  constructor(options: PhoneOptions, ports: PhonePorts) {
    super();
    this.config = resolveConfig(options);
    this.writable = createStore<PhoneState>({...IDLE_PHONE, uri: this.config.uri}, (error) =>
      this.config.logger.error('A subscriber of the phone threw.', error),
    );
    this.parts = this.#makeParts(ports);
    this.connection = new Connection({
      config: this.config,
      engine: () => this.parts.engine(),
      inCall: () => this.liveLines.length > 0,
      changed: (state) => this.patch(state),
      failed: (error) => this.report(error),
      restored: () => {
        for (const {session} of this.liveLines) void session?.repair();
      },
    });
  }

  /** Every call that is not cleared away, oldest first. */
  abstract readonly calls: readonly Call[];
  /** The calls that are not over. */
  protected abstract readonly liveLines: readonly CallLine[];
  /** The browser's media are there. */
  protected abstract mediaMade(media: MediaPort): void;
  /** Somebody calls. */
  protected abstract incoming(session: SipSession): void;
  /** The page before this one was in a call. */
  protected abstract restore(saved: SavedCall, engine: SipEngine): void;

  /** The snapshot and its changes. */
  get store(): Store<PhoneState> {
    return this.writable;
  }

  get snapshot(): Readonly<PhoneState> {
    return this.writable.state;
  }

  /** Connects and, if there is an account, registers; keeps trying until `stop()`. Rejects if the first try fails. */
  start(): Promise<void> {
    this.assertAlive();
    return this.connection.start();
  }

  /** Unregisters and closes the connection. Calls go on as long as their media do. */
  async stop(): Promise<void> {
    if (!this.parts.hasEngine) return;
    await this.connection.stop();
  }

  /**
   * Changes what may change while the phone is in use, calls or not; what is left out gets its default.
   * @throws SipError `invalid-argument`, and nothing has changed.
   */
  adjust(options: LiveOptions): void {
    // Everybody has the same object, and looks when it is needed.
    Object.assign(this.config, resolveLive(options));
  }

  /**
   * Asks the server whether it is there, or somebody else, by OPTIONS (RFC 3261 section 11).
   * @returns Milliseconds until the answer; any answer will do. Rejects with `timeout` or `connection-lost`.
   */
  async ping(target?: string): Promise<number> {
    const begin = performance.now();
    try {
      await this.send('OPTIONS', target ?? `sip:${domainOf(this.config.uri)}`);
    } catch (error) {
      if (!(error instanceof SipError && error.code === 'request-refused')) throw error;
    }
    return performance.now() - begin;
  }

  /**
   * Sends a message outside of a call (RFC 3428); resolves when it was accepted, which need not mean read.
   * @throws SipError `invalid-address`, `request-refused`, `timeout`, `connection-lost`.
   */
  async sendMessage(target: string, text: string, {contentType, headers}: RequestOptions = {}): Promise<void> {
    await this.send('MESSAGE', dialTarget(target, this.config), {body: text, contentType, headers});
  }

  /** A request outside of calls, connecting first if need be. */
  protected async send(method: string, uri: string, options: RequestOptions = {}): Promise<SipAnswer> {
    this.assertAlive();
    await this.connection.online();
    return (await this.parts.engine()).request(method, uri, options);
  }

  /**
   * Somebody may dial in a moment: loads what a call needs and lets ICE candidates be gathered, so that the call goes out
   * at once. Opens no device and no connection; what is not used is freed after some seconds.
   */
  async prewarm(): Promise<void> {
    if (this.destroyed.signal.aborted) return;
    try {
      (await this.parts.engine()).prewarm();
    } catch (error) {
      // The call itself will say it to the person.
      this.config.logger.debug('The phone could not be readied for a call.', error);
    }
  }

  /** The short sound of a pressed key. */
  playKey(digit: string): void {
    if (this.config.sounds) this.parts.mediaNow?.playKey(digit);
  }

  /** Lets sound through that the browser had blocked; to be called in a click handler. */
  async unblockAudio(): Promise<void> {
    await this.parts.mediaNow?.unblock();
  }

  /** Microphones, cameras and loudspeakers, and everything else about the browser's media. */
  media(): Promise<MediaPort> {
    return this.parts.media();
  }

  /** Sends a `sip-error` notice. */
  report(error: SipError, call?: Call): void {
    if (this.destroyed.signal.aborted) return;
    this.config.logger.warn(error.message, error);
    this.notify('sip-error', {error, call: call ?? null});
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
    return this.#close(this.config.recover);
  }

  async #close(leaving: boolean): Promise<void> {
    if (this.destroyed.signal.aborted) return;
    this.destroyed.abort();
    this.connection.destroy();
    for (const line of this.liveLines) if (!leaving || !isEstablished(line.call.state)) purgeCall(line);
    await this.parts.close({leaving});
    this.patch({connection: 'offline', registration: 'none', server: null, error: null});
  }

  protected assertAlive(): void {
    if (this.destroyed.signal.aborted) throw new SipError('invalid-state', 'This phone was destroyed; make a new one.');
  }

  #makeParts(ports: PhonePorts): PhoneParts {
    return new PhoneParts({
      config: this.config,
      ports,
      listener: {
        connectionLost: (error) => this.connection.lost(error),
        awake: () => this.connection.awake(),
        preferredBack: () => this.connection.preferredBack(),
        registrationLost: (error) => this.connection.registrationLost(error),
        incoming: (session) => this.incoming(session),
        message: (message) => this.notify('sip-message', {message, call: null}),
      },
      audioBlockedChanged: (audioBlocked) => this.patch({audioBlocked}),
      mediaMade: (media) => this.mediaMade(media),
      engineMade: (engine) => {
        for (const saved of engine.restore()) this.restore(saved, engine);
        // Whoever made it need not have meant to connect.
        if (this.liveLines.length) this.start().catch(() => undefined);
      },
    });
  }

  protected patch(change: Partial<PhoneState>): void {
    const prevStatus = this.snapshot.status;
    const status = phoneStatus({...this.snapshot, ...change}, this.config.register);
    this.writable.patch({...change, status});
    if (status !== prevStatus) this.notify('sip-status-change', {status, prevStatus, error: this.snapshot.error});
  }
}
