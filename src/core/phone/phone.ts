import {CallRegistry} from '../call/call-registry.js';
import type {Call} from '../call/call.js';
import {purgeCall} from '../call/end-call.js';
import type {Conference} from '../conference/conference.js';
import {changeConfig} from '../config/phone-config.js';
import type {PhoneOptions} from '../config/phone-options.js';
import type {DeviceKind} from '../devices/device-state.js';
import type {RequestOptions} from '../engine/sip-message.js';
import type {SipError} from '../errors.js';
import {SipNoticeEvent, type NoticeEvents} from '../events.js';
import {conversationGroup, type ConversationPart} from '../lazy-groups.js';
import {LazyPart} from '../lazy-part.js';
import type {MediaPort} from '../media-port.js';
import {NoticeTarget} from '../notice-target.js';
import {readOnly, type Store} from '../store.js';
import {Connection} from './connection.js';
import type {DialOptions} from './dial-options.js';
import {InboundCalls} from './inbound-calls.js';
import {OutOfDialog} from './out-of-dialog.js';
import {OutboundCalls} from './outbound-calls.js';
import {PhoneDevices} from './phone-devices.js';
import {PhoneModel} from './phone-model.js';
import {PhoneParts, type PhonePorts} from './phone-parts.js';
import type {PhoneState} from './phone-state.js';

export type {DialOptions};

/** A telephone without a face: one account, its connection and its calls. */
export class Phone extends NoticeTarget<NoticeEvents> {
  /** The snapshot and its changes. */
  readonly store: Store<PhoneState>;

  readonly #model: PhoneModel;
  readonly #parts: PhoneParts;
  readonly #connection: Connection;
  readonly #calls: CallRegistry;
  readonly #outbound: OutboundCalls;
  readonly #inbound: InboundCalls;
  readonly #outOfDialog: OutOfDialog;
  readonly #devices: PhoneDevices;
  readonly #conference: ConversationPart<Conference>;

  /** @throws SipError `not-configured` or `invalid-argument`. */
  constructor(options: PhoneOptions, ports: PhonePorts) {
    super();
    const model = new PhoneModel(options, (type, detail) => this.dispatchEvent(new SipNoticeEvent(type, detail)));
    this.store = readOnly(model.store);
    this.#model = model;
    const media = () => this.#parts.media();
    const connected = async () => {
      await this.#connection.online();
      return this.#parts.engine();
    };
    this.#parts = new PhoneParts(model, ports, {
      listener: {
        connectionLost: (error) => this.#connection.lost(error),
        awake: () => this.#connection.awake(),
        preferredBack: () => this.#connection.preferredBack(),
        registrationLost: (error) => this.#connection.registrationLost(error),
        incoming: (session) => this.#inbound.take(session),
        message: (message) => model.tell('sip-message', {message, call: null}),
      },
      mediaMade: (port) => this.#devices.open(port),
      engineMade: (engine) => {
        for (const saved of engine.restore()) this.#outbound.restore(saved, engine);
        // The code that made the engine may not connect by itself.
        if (this.#calls.live.length) this.start().catch(() => undefined);
      },
    });
    this.#connection = new Connection({
      config: model.config,
      engine: () => this.#parts.engine(),
      inCall: () => this.#calls.live.length > 0,
      changed: (state) => model.patch(state),
      failed: (error) => model.report(error),
      restored: () => {
        for (const {session} of this.#calls.live) void session?.repair();
      },
    });
    this.#calls = new CallRegistry(model, {
      phone: this,
      media,
      heard: () => this.#parts.mediaNow?.sounding ?? false,
      chooseDevice: (line, kind, deviceId) => this.#devices.chooseFor(line, kind, deviceId),
      referred: (line, referral) => {
        const dial = () => this.dial(referral.target, {video: line.model.state.video, referral});
        line.conversation
          .use((conversation) => conversation.referred(referral, dial))
          .catch((error: unknown) => {
            model.config.logger.warn('A transfer could not be followed.', error);
            referral.reject(503);
          });
      },
      together: (one, other) => this.#conference.now?.together(one, other) ?? false,
      changed: (calls) => this.#parts.sounds?.update(calls),
    });
    this.#outbound = new OutboundCalls(model, this.#calls, connected);
    this.#inbound = new InboundCalls(model, this.#calls);
    this.#outOfDialog = new OutOfDialog(model, connected);
    this.#devices = new PhoneDevices(model, media, () => this.#calls.live);
    this.#conference = new LazyPart(conversationGroup, ({Conference}) => new Conference(model, this.#calls, media));
  }

  // Facts

  /** The frozen state, all facts at once. */
  get snapshot(): Readonly<PhoneState> {
    return this.#model.state;
  }

  /** Every call that is still shown, oldest first. */
  get calls(): readonly Call[] {
    return this.#calls.all.map(({call}) => call);
  }

  /** The call on which controls act that belong to no `<sip-call>`. */
  get activeCall(): Call | undefined {
    return this.#calls.active?.call;
  }

  call(id: string | null): Call | undefined {
    return this.#calls.get(id)?.call;
  }

  // Connection

  /** Connects and, if there is an account, registers; keeps trying until `stop()`. Rejects if the first try fails. */
  start(): Promise<void> {
    this.#model.assertAlive();
    return this.#connection.start();
  }

  /** Unregisters and closes the connection. Calls go on as long as their media do. */
  async stop(): Promise<void> {
    if (this.#parts.hasEngine) await this.#connection.stop();
  }

  /**
   * Changes the options that the patch names, also during calls; the value undefined means the default. An option that
   * cannot change during the life of a phone, `uri` for example, is refused.
   * @throws SipError `invalid-argument`; then nothing has changed.
   */
  configure(patch: Partial<PhoneOptions>): void {
    changeConfig(this.#model.config, patch);
  }

  /** Ends every call, unregisters if possible, and frees everything. The phone cannot be used again. */
  destroy(): Promise<void> {
    return this.#close(false);
  }

  /**
   * Does what `destroy()` does, for a page that closes. With the option `recover`, conversations and registration stay
   * as they are, and a phone with the same account on the next page of this tab goes on with them.
   */
  leave(): Promise<void> {
    return this.#close(this.#model.config.recover);
  }

  // Calls

  /**
   * Calls somebody; connects first if there is no connection.
   * @param target - The text that a person types: a number, a name, a SIP address, a `tel:` link, without header fields.
   * @throws SipError `invalid-address`, with a message that says what to do.
   */
  dial(target: string, options?: DialOptions): Call {
    return this.#outbound.dial(target, options);
  }

  /** Prepares a call, which dials when its `connect()` is called. */
  createCall(target: string, options?: DialOptions): Call {
    return this.#outbound.create(target, options);
  }

  /**
   * Loads what a call needs and gathers ICE candidates, because a person may dial in a moment: then the call goes out
   * at once. Opens no device and no connection; if no call uses them, the candidates are freed after some seconds.
   */
  prewarm(): Promise<void> {
    return this.#parts.prewarm();
  }

  /** Makes a call the active call, on which controls act that belong to no `<sip-call>`. */
  select(id: string): void {
    this.#calls.select(id);
  }

  /**
   * Continues the call that is on hold, and holds the one in conversation. Resolves when both far ends have agreed.
   * @throws SipError `invalid-state` if no call waits.
   */
  swap(): Promise<void> {
    return this.#calls.swap();
  }

  /**
   * Joins two or three calls, so that everybody hears everybody. Joined calls are taken off hold; other calls are held.
   * @param calls - Default: all in conversation, three at most. Members of a conference that are not named leave it.
   * Resolves when all far ends have agreed. Rejects with `invalid-state`, `invalid-argument`, `renegotiation-refused`,
   * `media-failed`; then nothing has changed.
   */
  merge(calls?: readonly Call[]): Promise<void> {
    this.#model.assertAlive();
    return this.#conference.use((conference) => conference.merge(calls));
  }

  /** Ends the conference: the active call goes on, and the others are held. Rejects as `merge()` does. */
  split(): Promise<void> {
    this.#model.assertAlive();
    return this.#conference.use((conference) => conference.split());
  }

  // Requests outside calls

  /**
   * Sends OPTIONS (RFC 3261 section 11) to the server, or to `target`.
   * @returns The milliseconds until the response, whatever its status. Rejects with `timeout` or `connection-lost`.
   */
  ping(target?: string): Promise<number> {
    return this.#outOfDialog.ping(target);
  }

  /**
   * Sends a message outside a call (RFC 3428); resolves when it is accepted, which does not mean that somebody read it.
   * @throws SipError `invalid-address`, `request-refused`, `timeout`, `connection-lost`.
   */
  sendMessage(target: string, text: string, options?: RequestOptions): Promise<void> {
    return this.#outOfDialog.sendMessage(target, text, options);
  }

  /** Reports a failure by the notice `sip-error`. */
  report(error: SipError, call?: Call): void {
    this.#model.report(error, call);
  }

  // Devices and sound

  /**
   * Uses a microphone from now on, also in the present calls, and on later pages of this site.
   * @param deviceId - The id of one of `snapshot.devices.microphones`, `''` to let the browser choose, or null to let the
   * person choose in the browser's own dialog (in a click handler).
   * @returns false if the browser cannot use it; then nothing has changed, and `sip-error` says why.
   */
  setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.#devices.choose('microphone', deviceId);
  }

  /** Uses a camera from now on, in the same way as `setMicrophone()`. */
  setCamera(deviceId: string | null): Promise<boolean> {
    return this.#devices.choose('camera', deviceId);
  }

  /** Plays the far end and the tones of a call on a loudspeaker from now on, in the same way as `setMicrophone()`. */
  setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.#devices.choose('speaker', deviceId);
  }

  /** Rings on a loudspeaker from now on, in the same way; it need not be the one of `setSpeaker()`. */
  setRinger(deviceId: string | null): Promise<boolean> {
    return this.#devices.choose('ringer', deviceId);
  }

  /** Uses a device of any of these four kinds from now on. */
  chooseDevice(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    return this.#devices.choose(kind, deviceId);
  }

  /** Updates `snapshot.devices`; asks for no permission. */
  listDevices(): Promise<void> {
    return this.#devices.list();
  }

  /**
   * Sets how loud the far ends are, 0 to 1, in all present and later calls.
   * @throws SipError `invalid-argument`.
   */
  setVolume(volume: number): void {
    this.#devices.setVolume(volume);
  }

  /** Resolves with the media of the browser, for what this package does not cover. */
  media(): Promise<MediaPort> {
    return this.#parts.media();
  }

  /** Plays the short sound of a pressed key. */
  playKey(digit: string): void {
    this.#parts.playKey(digit);
  }

  /** Plays the sound that the browser has blocked; call it in a click handler. */
  async unblockAudio(): Promise<void> {
    await this.#parts.mediaNow?.unblock();
  }

  async #close(leaving: boolean): Promise<void> {
    if (this.#model.destroyed.aborted) return;
    this.#model.destroy();
    this.#connection.destroy();
    for (const line of this.#calls.live) if (!leaving || !line.model.established) purgeCall(line);
    await this.#parts.close({leaving});
    this.#model.patch({connection: 'offline', registration: 'none', server: null, error: null});
  }
}
