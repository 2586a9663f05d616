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
 * What script can ask of a `<sip-phone>`: the methods and facts of its `Phone`, which is made on the spot if need be. Outside
 * a document they throw `invalid-state`, without a server `not-configured`.
 */
export abstract class SipPhoneMethodsElement extends SipPhoneSettingsElement {
  protected abstract readonly runner: PhoneRunner;

  /** The snapshot and its changes; the same object for as long as the element lives. */
  get store(): Store<PhoneState> {
    return this.runner.store;
  }

  /** The frozen snapshot. */
  get snapshot(): Readonly<PhoneState> {
    return this.store.state;
  }

  /** The status, as the attribute says it. */
  get status(): PhoneState['status'] {
    return this.snapshot.status;
  }

  /** The phone without its face, for script; undefined while this element is not connected or not configured. */
  get phone(): Phone | undefined {
    return this.runner.phone;
  }

  /** Every call that is not cleared away, oldest first. */
  get calls(): readonly Call[] {
    return this.phone?.calls ?? [];
  }

  /** The call that controls without a call of their own act on. */
  get activeCall(): Call | undefined {
    return this.phone?.activeCall;
  }

  /** The call with an id; undefined if there is none. */
  call(id: string | null): Call | undefined {
    return this.phone?.call(id);
  }

  /**
   * Sets the properties of the options that the patch names; undefined is the default again. What may change at any time
   * changes at once, everything else after the last call.
   * @throws SipError `invalid-argument`, and nothing has changed.
   */
  configure(patch: Partial<PhoneOptions>): void {
    Object.assign(this, settingsOf(patch));
    this.runner.refresh();
  }

  /** Connects and registers, and keeps at it until `stop()`. Rejects with a `SipError` if the first try fails. */
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
   * Calls somebody, connecting first if need be.
   * @param target - Whatever a person types: a number, a name, a SIP address, a `tel:` link.
   * @throws SipError `invalid-address`, `not-configured`, or `invalid-state` outside a document.
   */
  dial(target: string, options?: DialOptions): Call {
    const call = this.runner.open().dial(target, options);
    // The call connects the phone already; this is for the next phone.
    this.runner.wanted = true;
    return call;
  }

  /** Prepares a call; `connect()` on it dials. */
  createCall(target: string, options?: DialOptions): Call {
    return this.runner.open().createCall(target, options);
  }

  /** Makes a call the one that controls without a call of their own act on. */
  select(id: string): void {
    this.runner.open().select(id);
  }

  /**
   * Joins calls in conversation, so that everybody hears everybody: all of them, three at most, or those that are named.
   * All or nothing: rejects with a `SipError`, and everything is as it was.
   */
  async merge(calls?: readonly Call[]): Promise<void> {
    await this.runner.open().merge(calls);
  }

  /** One conversation again, that of the active call; the others are held. */
  async split(): Promise<void> {
    await this.runner.open().split();
  }

  /** Takes the call back that is on hold, and holds the one in conversation. */
  async swap(): Promise<void> {
    await this.runner.open().swap();
  }

  /** Sends a message outside of a call; resolves when it was accepted, which need not mean read. */
  async sendMessage(target: string, text: string, options?: RequestOptions): Promise<void> {
    await this.runner.open().sendMessage(target, text, options);
  }

  /** Asks the server, or somebody else, whether it is there; resolves with the milliseconds until the answer. */
  async ping(target?: string): Promise<number> {
    return this.runner.open().ping(target);
  }

  /**
   * Uses a microphone from now on, also in the calls that are going on, and on later pages of this site. False where the
   * browser cannot, and all is as it was.
   * @param deviceId - One of `snapshot.devices.microphones`, `''` for whatever the browser takes, or null to let the
   * person choose in the browser's own way (in a click handler).
   */
  async setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setMicrophone(deviceId);
  }

  /** Likewise a camera. */
  async setCamera(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setCamera(deviceId);
  }

  /** Likewise a loudspeaker: where the far end and the tones of a call are heard. */
  async setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setSpeaker(deviceId);
  }

  /** Likewise where it rings, which need not be where one listens. */
  async setRinger(deviceId: string | null): Promise<boolean> {
    return this.runner.open().setRinger(deviceId);
  }

  /** Any of the four. */
  async chooseDevice(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    return this.runner.open().chooseDevice(kind, deviceId);
  }

  /** Looks which devices there are, for `snapshot.devices`; asks for nothing. */
  async listDevices(): Promise<void> {
    await this.runner.open().listDevices();
  }

  /** How loud the far ends are, 0 to 1, in all calls and those to come. */
  setVolume(volume: number): void {
    this.runner.open().setVolume(volume);
  }

  /** The short sound of a pressed key. */
  playKey(digit: string): void {
    this.runner.open().playKey(digit);
  }

  /** Lets sound through that the browser had blocked; to be called in a click handler. */
  async unblockAudio(): Promise<void> {
    await this.runner.open().unblockAudio();
  }

  /** Somebody may dial in a moment: loads what a call needs. Opens no device and no connection. */
  async prewarm(): Promise<void> {
    await this.runner.open().prewarm();
  }

  /** The media of the browser, for what this package does not cover. */
  async media(): Promise<MediaPort> {
    return this.runner.open().media();
  }
}
