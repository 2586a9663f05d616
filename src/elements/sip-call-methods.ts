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

/** The facts and methods of the `Call` of a `<sip-call>`. Without one, facts are null, methods throw `invalid-state`. */
export abstract class SipCallMethodsElement extends LitElement {
  abstract readonly call: Call | undefined;

  /** The frozen snapshot. */
  get snapshot(): Readonly<CallState> | null {
    return this.call?.snapshot ?? null;
  }

  /** The phase of the call, in one word. */
  get state(): CallPhase | null {
    return this.call?.state ?? null;
  }

  /** The phase before the present one. */
  get prevState(): CallPhase | null {
    return this.call?.prevState ?? null;
  }

  /** The status in the words of telephone SDKs. */
  get status(): CallStatus | null {
    return this.call?.status ?? null;
  }

  /** Which side called. */
  get direction(): CallDirection | null {
    return this.call?.direction ?? null;
  }

  /** The identity of the far end. It comes over the network, so use it as text, never as HTML. */
  get remoteIdentity(): Identity | null {
    return this.call?.remoteIdentity ?? null;
  }

  get localIdentity(): Identity | null {
    return this.call?.localIdentity ?? null;
  }

  /** The header fields that the caller's application sent, by name without `X-` and the configured prefix. */
  get customHeaders(): Readonly<Record<string, string>> | null {
    return this.call?.customHeaders ?? null;
  }

  /** When both sides had answered the call. */
  get startTime(): Date | null {
    return this.call?.startTime ?? null;
  }

  /** When the call ended. */
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

  /** Who ended the call, and why. */
  get end(): EndedCall | null {
    return this.call?.end ?? null;
  }

  /** The last sample of the call's quality. There is one each second of a conversation. */
  get quality(): QualitySample | null {
    return this.call?.quality ?? null;
  }

  /** The SIP method that began the call. */
  get method(): 'INVITE' | null {
    return this.call?.method ?? null;
  }

  /** The INVITE that began the call; null before there is one, and for a call that the page before began. */
  get invite(): SipRequest | null {
    return this.call?.invite ?? null;
  }

  /** The SIP stack's own dialog, for what this package does not cover; null before there is one. */
  get session(): unknown {
    return this.call?.session ?? null;
  }

  /** What the application keeps with the call; the package never looks at it. */
  get data(): Record<string, unknown> | null {
    return this.call?.data ?? null;
  }

  /** Whether the microphone, or with `video` the camera, is muted; false without a call. */
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

  /** Answers the call. Without a microphone the promise rejects, and the call goes on ringing. */
  async answer(options?: AnswerOptions): Promise<void> {
    await this.#required().answer(options);
  }

  /** Sends a provisional response to the caller. With `media` the caller hears or sees us before the answer. */
  async progress(options?: ProgressOptions): Promise<void> {
    await this.#required().progress(options);
  }

  /** Sends a response with any status, as `progress()`, `answer()`, `redirect()` or `reject()` does. */
  async reply(status: number, options?: ReplyOptions): Promise<void> {
    await this.#required().reply(status, options);
  }

  /** Cancels, rejects or hangs up, as the state of the call requires. Right in every state, also without a call. */
  async hangup(options?: HangupOptions): Promise<void> {
    await this.call?.hangup(options);
  }

  /** Rejects a ringing call; with 486 (Busy Here) if the page names no status. */
  async reject(how?: number | RejectOptions, phrase?: string): Promise<void> {
    await this.#required().reject(how, phrase);
  }

  /** Redirects the caller (302) to other addresses, best first. */
  async redirect(targets: string | readonly string[]): Promise<void> {
    await this.#required().redirect(targets);
  }

  /** Silences the microphone or blanks the camera. */
  async mute(kind?: 'audio' | 'video'): Promise<void> {
    await this.#required().mute(kind);
  }

  /** Mutes or unmutes the microphone or the camera. */
  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    await this.#required().setMuted(kind, muted);
  }

  /** Unmutes the microphone or the camera. Rejects if a closed camera cannot be opened again; then it stays muted. */
  async unmute(kind?: 'audio' | 'video'): Promise<void> {
    await this.#required().unmute(kind);
  }

  /** Holds the call. Resolves when the far end agrees; rejects if it refuses, and then nothing has changed. */
  async hold(): Promise<void> {
    await this.#required().hold();
  }

  /** Holds the call or ends the hold. */
  async setHeld(held: boolean): Promise<void> {
    await this.#required().setHeld(held);
  }

  async unhold(): Promise<void> {
    await this.#required().unhold();
  }

  /** Uses another microphone in this call, null for the phone's. Resolves with false if the browser cannot do it. */
  async setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.#required().setMicrophone(deviceId);
  }

  /** Uses another camera in this call, in the same way as `setMicrophone()`. */
  async setCamera(deviceId: string | null): Promise<boolean> {
    return this.#required().setCamera(deviceId);
  }

  /** Uses another loudspeaker in this call, in the same way as `setMicrophone()`. */
  async setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.#required().setSpeaker(deviceId);
  }

  /** Sets how loud the far end is, 0 to 1. */
  setVolume(volume: number): void {
    this.#required().setVolume(volume);
  }

  /** Stops or starts the sound of the far end here. The far end does not notice. */
  setDeaf(deaf: boolean): void {
    this.#required().setDeaf(deaf);
  }

  deafen(): void {
    this.#required().deafen();
  }

  undeafen(): void {
    this.#required().undeafen();
  }

  /** Adds our camera to the call or removes it; resolves when the far end agrees. */
  async setVideo(video: boolean): Promise<void> {
    await this.#required().setVideo(video);
  }

  /** Shares a screen that the person chooses, or stops sharing; call it in a click handler. */
  async setScreen(screen: boolean): Promise<void> {
    await this.#required().setScreen(screen);
  }

  /** Mutes the microphone or the camera, or unmutes it if it is muted. */
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

  /** Sends INFO, MESSAGE, OPTIONS, NOTIFY or a method of your own inside the call; resolves with the 2xx. */
  async request(method: string, options?: RequestOptions): Promise<SipAnswer> {
    return this.#required().request(method, options);
  }

  /** Sends a message to the far end; resolves when the far end accepts it. */
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

  /** Answers a question of `snapshot.consents`; throws `invalid-state` if the question is no longer open. */
  grantConsent(id: string, granted?: boolean): void {
    this.#required().grantConsent(id, granted);
  }

  /**
   * Connects the far end with somebody else, or with the far end of another call, and ends this call. Rejects if the
   * transfer fails; then nothing has changed.
   */
  async transfer(target: string | Call, options?: TransferOptions): Promise<void> {
    await this.#required().transfer(target, options);
  }

  /** Takes the far end back while a transfer is under way. */
  takeBack(): void {
    this.call?.takeBack();
  }

  /** Looks for a new path for sound and picture (ICE restart). They go on meanwhile if they can. */
  async restartMedia(): Promise<void> {
    await this.#required().restartMedia();
  }

  /** Removes an ended call at once; otherwise the phone removes it after a while. */
  dismiss(): void {
    this.#required().dismiss();
  }

  #required(): Call {
    if (this.call) return this.call;
    throw new SipError('invalid-state', 'There is no call here: dial, or wait for one, and look at `call` first.');
  }
}
