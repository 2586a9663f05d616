import {LitElement} from 'lit';
import type {AnswerOptions, ProgressOptions, RejectOptions, ReplyOptions} from '../core/call/call-answer.js';
import type {CallPhase} from '../core/call/call-machine.js';
import type {RecordOptions} from '../core/call/call-recorder.js';
import type {CallDirection, CallState, CallStatus, Identity} from '../core/call/call-state.js';
import type {Call} from '../core/call/call.js';
import type {DigitOptions} from '../core/call/digits.js';
import type {HangupOptions} from '../core/call/end-call.js';
import type {EndedCall} from '../core/call/end-reason.js';
import type {RequestOptions, SipAnswer, SipRequest} from '../core/engine/sip-message.js';
import type {QualitySample} from '../core/quality/quality-sample.js';
import {SipError} from '../core/errors.js';
import type {TransferOptions} from '../core/transfer/call-transfers.js';

/** The facts and methods of the `Call` of a `<sip-call>`: without one, facts are null and methods throw `invalid-state`. */
export abstract class SipCallMethodsElement extends LitElement {
  abstract readonly call: Call | undefined;

  /** The frozen snapshot. */
  get snapshot(): Readonly<CallState> | null {
    return this.call?.snapshot ?? null;
  }

  /** Where the call is in its life, in one word. */
  get state(): CallPhase | null {
    return this.call?.state ?? null;
  }

  /** Where it was before. */
  get prevState(): CallPhase | null {
    return this.call?.prevState ?? null;
  }

  /** The status in the words of telephone SDKs. */
  get status(): CallStatus | null {
    return this.call?.status ?? null;
  }

  /** Who called. */
  get direction(): CallDirection | null {
    return this.call?.direction ?? null;
  }

  /** Who is at the other end. All of it comes over the network: text, never HTML. */
  get remoteIdentity(): Identity | null {
    return this.call?.remoteIdentity ?? null;
  }

  get localIdentity(): Identity | null {
    return this.call?.localIdentity ?? null;
  }

  /** What the application of the caller has sent along, by key, without `X-` and the configured prefix. */
  get customHeaders(): Readonly<Record<string, string>> | null {
    return this.call?.customHeaders ?? null;
  }

  /** When both sides had answered. */
  get startTime(): Date | null {
    return this.call?.startTime ?? null;
  }

  /** When it ended. */
  get endTime(): Date | null {
    return this.call?.endTime ?? null;
  }

  /** Seconds in conversation; 0 without a call. */
  get duration(): number {
    return this.call?.duration ?? 0;
  }

  get localStream(): MediaStream | null {
    return this.call?.localStream ?? null;
  }

  get remoteStream(): MediaStream | null {
    return this.call?.remoteStream ?? null;
  }

  /** Who ended it and why. */
  get end(): EndedCall | null {
    return this.call?.end ?? null;
  }

  /** The last sample of its quality, one a second while it is in conversation. */
  get quality(): QualitySample | null {
    return this.call?.quality ?? null;
  }

  /** How the call was asked for. */
  get method(): 'INVITE' | null {
    return this.call?.method ?? null;
  }

  /** The INVITE that made the call; null before there is one, and for a call of the page before. */
  get invite(): SipRequest | null {
    return this.call?.invite ?? null;
  }

  /** The SIP stack's own session, for what this package does not cover. */
  get session(): unknown {
    return this.call?.session ?? null;
  }

  /** What the application keeps with the call; the package never looks at it. */
  get data(): Record<string, unknown> | null {
    return this.call?.data ?? null;
  }

  /** Whether the microphone, or with `video` the camera, is silenced; false without a call. */
  isMuted(kind?: 'audio' | 'video'): boolean {
    return this.call?.isMuted(kind) ?? false;
  }

  /** Whether we hold the call; false without one. */
  isOnHold(): boolean {
    return this.call?.isOnHold() ?? false;
  }

  /** Sends the INVITE of a call that `createCall()` of the phone has prepared. */
  async connect(): Promise<void> {
    await this.#required().connect();
  }

  /** Answers. Without a microphone it rejects, and the call rings on. */
  async answer(options?: AnswerOptions): Promise<void> {
    await this.#required().answer(options);
  }

  /** Tells the caller how it stands before there is an answer; with `media` it hears or sees us already. */
  async progress(options?: ProgressOptions): Promise<void> {
    await this.#required().progress(options);
  }

  /** Answers with a status of any kind, as `progress()`, `answer()`, `redirect()` or `reject()` would. */
  async reply(status: number, options?: ReplyOptions): Promise<void> {
    await this.#required().reply(status, options);
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, also without a call. */
  async hangup(options?: HangupOptions): Promise<void> {
    await this.call?.hangup(options);
  }

  /** Rejects a ringing call; 486 (busy) if not said. */
  async reject(how?: number | RejectOptions, phrase?: string): Promise<void> {
    await this.#required().reject(how, phrase);
  }

  /** Sends the caller elsewhere (302), best first. */
  async redirect(targets: string | readonly string[]): Promise<void> {
    await this.#required().redirect(targets);
  }

  /** Silences the microphone or blanks the camera. */
  async mute(kind?: 'audio' | 'video'): Promise<void> {
    await this.#required().mute(kind);
  }

  /** As `mute()` and `unmute()`. */
  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    await this.#required().setMuted(kind, muted);
  }

  /** Rejects if a camera that was let go cannot be opened again; it stays muted. */
  async unmute(kind?: 'audio' | 'video'): Promise<void> {
    await this.#required().unmute(kind);
  }

  /** Resolves when the far end has agreed; rejects if it refuses, and all is as it was. */
  async hold(): Promise<void> {
    await this.#required().hold();
  }

  /** As `hold()` and `unhold()`. */
  async setHeld(held: boolean): Promise<void> {
    await this.#required().setHeld(held);
  }

  async unhold(): Promise<void> {
    await this.#required().unhold();
  }

  /** Speaks into another microphone in this call; null follows the phone again. False where the browser cannot. */
  async setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.#required().setMicrophone(deviceId);
  }

  /** Likewise another camera. */
  async setCamera(deviceId: string | null): Promise<boolean> {
    return this.#required().setCamera(deviceId);
  }

  /** Likewise another loudspeaker. */
  async setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.#required().setSpeaker(deviceId);
  }

  /** How loud the far end is, 0 to 1. */
  setVolume(volume: number): void {
    this.#required().setVolume(volume);
  }

  /** Stops listening to the far end, which does not notice, or listens again. */
  setDeaf(deaf: boolean): void {
    this.#required().setDeaf(deaf);
  }

  deafen(): void {
    this.#required().deafen();
  }

  undeafen(): void {
    this.#required().undeafen();
  }

  /** Adds our camera to the call or takes it out; resolves when the far end has agreed. */
  async setVideo(video: boolean): Promise<void> {
    await this.#required().setVideo(video);
  }

  /** Shares a screen that the person chooses, and ends that; to be called in a click handler. */
  async setScreen(screen: boolean): Promise<void> {
    await this.#required().setScreen(screen);
  }

  /** Mutes what is open, opens what is muted. */
  async toggleMute(kind?: 'audio' | 'video'): Promise<void> {
    await this.#required().toggleMute(kind);
  }

  async toggleHold(): Promise<void> {
    await this.#required().toggleHold();
  }

  /** Sends `0-9 * # A-D`; `,` and `p` wait two seconds, `w` half a second. */
  async sendDigits(digits: string | number, options?: DigitOptions): Promise<void> {
    await this.#required().sendDigits(digits, options);
  }

  /** Sends INFO, MESSAGE, OPTIONS, NOTIFY or a method of your own inside the call; resolves with a 2xx. */
  async request(method: string, options?: RequestOptions): Promise<SipAnswer> {
    return this.#required().request(method, options);
  }

  /** Sends a message to the far end; resolves when it was accepted. */
  async sendMessage(text: string, options?: Omit<RequestOptions, 'body'>): Promise<void> {
    await this.#required().sendMessage(text, options);
  }

  /** Records both sides; rejects with `recording-refused` if a listener of `sip-recording-start` prevents it. */
  async startRecording(options?: RecordOptions): Promise<void> {
    await this.#required().startRecording(options);
  }

  /** Begins to record, or ends the recording and resolves with it. */
  async setRecording(recording: boolean, options?: RecordOptions): Promise<Blob | undefined> {
    return this.#required().setRecording(recording, options);
  }

  /** Ends the recording and resolves with it. */
  async stopRecording(): Promise<Blob> {
    return this.#required().stopRecording();
  }

  /** Answers a question of `snapshot.consents`; throws `invalid-state` if it is not open any more. */
  grantConsent(id: string, granted?: boolean): void {
    this.#required().grantConsent(id, granted);
  }

  /**
   * Connects the far end with somebody else, or with that of another call, and leaves. Rejects if it comes to nothing, and
   * all is as it was.
   */
  async transfer(target: string | Call, options?: TransferOptions): Promise<void> {
    await this.#required().transfer(target, options);
  }

  /** Talks to the far end again while a transfer is under way. */
  takeBack(): void {
    this.call?.takeBack();
  }

  /** Looks for a new way for sound and picture (ICE restart); they go on meanwhile if they can. */
  async restartMedia(): Promise<void> {
    await this.#required().restartMedia();
  }

  /** Clears an ended call away at once instead of after a while. */
  dismiss(): void {
    this.#required().dismiss();
  }

  #required(): Call {
    if (this.call) return this.call;
    throw new SipError('invalid-state', 'There is no call here: dial, or wait for one, and look at `call` first.');
  }
}
