import type {PhoneRunner} from '../owners/phone/phone-runner.js';
import {settingsOf} from '../owners/phone/phone-settings.js';
import type {Call} from '../core/call/call.js';
import type {PhoneOptions} from '../core/config/phone-options.js';
import type {DeviceKind} from '../core/devices/device-state.js';
import type {RequestOptions} from '../core/engine/sip-message.js';
import type {MediaPort} from '../core/media-port.js';
import type {DialOptions, Phone} from '../core/phone/phone.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import type {Store} from '../core/store.js';
import {SipPhoneSettingsElement} from './sip-phone-settings.js';

/**
 * The methods and facts of the `Phone` of a `<sip-phone>`, for scripts. A method makes the phone if there is none.
 * Outside a document methods throw `invalid-state`, without a server `not-configured`.
 */
export abstract class SipPhoneMethodsElement extends SipPhoneSettingsElement {
  protected abstract readonly runner: PhoneRunner;

  /** The store with the snapshot and its changes; the same object for as long as the element lives. */
  get store(): Store<PhoneState> {
    return this.runner.store;
  }

  /** The frozen snapshot. */
  get snapshot(): Readonly<PhoneState> {
    return this.store.state;
  }

  /** The status, as in the attribute. */
  get status(): PhoneState['status'] {
    return this.snapshot.status;
  }

  /** The phone without its face, for scripts; undefined while this element is not connected or not configured. */
  get phone(): Phone | undefined {
    return this.runner.phone;
  }

  /** Every call that is not cleared away, oldest first. */
  get calls(): readonly Call[] {
    return this.phone?.calls ?? [];
  }

  /** The call on which controls act that belong to no `<sip-call>`. */
  get activeCall(): Call | undefined {
    return this.phone?.activeCall;
  }

  /** The call with an id; undefined if there is none. */
  call(id: string | null): Call | undefined {
    return this.phone?.call(id);
  }

  /**
   * Sets the properties of the options that the patch names; the value undefined means the default. An option that may
   * change at any time changes at once, every other option after the last call.
   * @throws SipError `invalid-argument`; then nothing has changed.
   */
  configure(patch: Partial<PhoneOptions>): void {
    Object.assign(this, settingsOf(patch));
    this.runner.refresh();
  }

  /** Connects and registers, and keeps trying until `stop()`. Rejects with a `SipError` if the first try fails. */
  async start(): Promise<void> {
    const phone = this.runner.open();
    this.runner.wanted = true;
    await phone.start();
  }

  /** Unregisters and closes the connection; calls go on as long as their media do. */
  async stop(): Promise<void> {
    this.runner.wanted = false;
    await this.phone?.stop();
  }

  /**
   * Calls somebody; connects first if there is no connection.
   * @param target - The text that a person types: a number, a name, a SIP address, a `tel:` link.
   * @throws SipError `invalid-address`, `not-configured`, or `invalid-state` outside a document.
   */
  dial(target: string, options?: DialOptions): Call {
    const call = this.runner.open().dial(target, options);
    // The call itself connects this phone. The next phone, after a change of the settings, connects because of this
    // line.
    this.runner.wanted = true;
    return call;
  }

  /** Prepares a call, which dials when its `connect()` is called. */
  createCall(target: string, options?: DialOptions): Call {
    return this.runner.open().createCall(target, options);
  }

  /** Makes a call the active call, on which controls act that belong to no `<sip-call>`. */
  select(id: string): void {
    this.runner.open().select(id);
  }

  /**
   * Joins calls, so that everybody hears everybody: the named calls, or all calls in conversation, three at most.
   * Rejects with a `SipError` if one of them cannot join; then nothing has changed.
   */
  async merge(calls?: readonly Call[]): Promise<void> {
    await this.runner.open().merge(calls);
  }

  /** Ends the conference: the conversation of the active call goes on, and the phone holds the other calls. */
  async split(): Promise<void> {
    await this.runner.open().split();
  }

  /** Swaps two calls: continues the call that is on hold, and holds the call in conversation. */
  async swap(): Promise<void> {
    await this.runner.open().swap();
  }

  /** Sends a message outside a call; resolves when it is accepted, which does not mean that somebody has read it. */
  async sendMessage(target: string, text: string, options?: RequestOptions): Promise<void> {
    await this.runner.open().sendMessage(target, text, options);
  }

  /** Sends OPTIONS to the server, or to `target`; resolves with the milliseconds until the response. */
  async ping(target?: string): Promise<number> {
    return this.runner.open().ping(target);
  }

  /**
   * Uses a microphone from now on, also in the present calls, and on later pages of this site. Resolves with false if
   * the browser cannot do it; then nothing has changed.
   * @param deviceId - The id of one of `snapshot.devices.microphones`, `''` to let the browser choose, or null to let
   * the person choose in the browser's own dialog (in a click handler).
   */
  async setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setMicrophone(deviceId);
  }

  /** Uses a camera from now on, in the same way as `setMicrophone()`. */
  async setCamera(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setCamera(deviceId);
  }

  /** Plays the far end and the tones of a call on a loudspeaker from now on, in the same way as `setMicrophone()`. */
  async setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setSpeaker(deviceId);
  }

  /** Rings on a loudspeaker from now on, in the same way; it need not be the one of `setSpeaker()`. */
  async setRinger(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setRinger(deviceId);
  }

  /** Uses a device of any of these four kinds from now on. */
  async chooseDevice(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    return this.runner.open().chooseDevice(kind, deviceId);
  }

  /** Updates `snapshot.devices`; asks for no permission. */
  async listDevices(): Promise<void> {
    await this.runner.open().listDevices();
  }

  /** Sets how loud the far ends are, 0 to 1, in all present and later calls. */
  setVolume(volume: number): void {
    this.runner.open().setVolume(volume);
  }

  /** Plays the short sound of a pressed key. */
  playKey(digit: string): void {
    this.runner.open().playKey(digit);
  }

  /** Plays the sound that the browser has blocked; call it in a click handler. */
  async unblockAudio(): Promise<void> {
    await this.runner.open().unblockAudio();
  }

  /** Loads what a call needs, because a person may dial in a moment. Opens no device and no connection. */
  async prewarm(): Promise<void> {
    await this.runner.open().prewarm();
  }

  /** Resolves with the media of the browser, for what this package does not cover. */
  async media(): Promise<MediaPort> {
    return this.runner.open().media();
  }
}
