import {
  CallAnswer,
  type AnswerOptions,
  type ProgressOptions,
  type RejectOptions,
  type ReplyOptions,
} from './call-answer.js';
import type {CallLine} from './call-line.js';
import type {CallPhase} from './call-machine.js';
import {CallMuting} from './call-muting.js';
import type {RecordOptions} from './call-recorder.js';
import {CallRenegotiation} from './call-renegotiation.js';
import {CallSignalling} from './call-signalling.js';
import {callDuration, callStatus, type CallState, type CallStatus, type Identity} from './call-state.js';
import {connectCall} from './connect-call.js';
import type {DigitOptions} from './digits.js';
import {hangUp, type HangupOptions} from './end-call.js';
import type {EndedCall} from './end-reason.js';
import type {RequestOptions, SipAnswer, SipRequest} from '../engine/sip-message.js';
import {SipError} from '../errors.js';
import type {CallNotices, NoticeEvents} from '../events.js';
import {NoticeTarget} from '../notice-target.js';
import type {Phone} from '../phone/phone.js';
import type {QualitySample} from '../quality/quality-sample.js';
import {readOnly, type Store} from '../store.js';
import type {TransferOptions} from '../transfer/call-transfers.js';

/**
 * One telephone call: its facts, its methods, and the notices that `on()` listens to. A page can call each method
 * in every state. A method that needs the far end's consent resolves when it agrees, else rejects and leaves the call
 * unchanged.
 */
export class Call extends NoticeTarget<Pick<NoticeEvents, keyof CallNotices>> {
  /** For the application's own use; the package never looks at it. */
  data: Record<string, unknown> = {};

  /** The snapshot and its changes. */
  readonly store: Store<CallState>;

  readonly #line: CallLine;
  readonly #answer: CallAnswer;
  readonly #muting: CallMuting;
  readonly #renegotiation: CallRenegotiation;
  readonly #signalling: CallSignalling;

  /** @internal Only a phone makes calls. */
  constructor(line: CallLine) {
    super();
    this.store = readOnly(line.model.store);
    this.#line = line;
    this.#answer = new CallAnswer(line);
    this.#muting = new CallMuting(line);
    this.#renegotiation = new CallRenegotiation(line);
    this.#signalling = new CallSignalling(line);
  }

  // What it is

  /** The frozen state, all facts at once. */
  get snapshot(): Readonly<CallState> {
    return this.#line.model.state;
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

  /** The identity of the far end. It comes over the network, so use it as text, never as HTML. */
  get remoteIdentity(): Identity {
    return this.snapshot.remoteIdentity;
  }

  get localIdentity(): Identity {
    return this.snapshot.localIdentity;
  }

  /** The header fields that the caller's application sent, by name without `X-` and the configured prefix. */
  get customHeaders(): Readonly<Record<string, string>> {
    return this.snapshot.customHeaders;
  }

  /** When both sides had answered the call; null before. */
  get startTime(): Date | null {
    return this.snapshot.startTime;
  }

  /** When the call ended; null before. */
  get endTime(): Date | null {
    return this.snapshot.endTime;
  }

  /** Seconds in conversation. */
  get duration(): number {
    return callDuration(this.snapshot, this.#line.host.config.clock.now());
  }

  /** Who ended the call, and why; null before. */
  get end(): EndedCall | null {
    return this.snapshot.end;
  }

  get localStream(): MediaStream | null {
    return this.snapshot.localStream;
  }

  get remoteStream(): MediaStream | null {
    return this.snapshot.remoteStream;
  }

  /** The last sample of the call's quality, one each second of a conversation; null before the first. */
  get quality(): QualitySample | null {
    return this.snapshot.quality;
  }

  /** Whether the microphone, or with `video` the camera, is muted. */
  isMuted(kind: 'audio' | 'video' = 'audio'): boolean {
    return this.snapshot.muted[kind];
  }

  /** Whether we hold the call; `snapshot.held.remote` says whether the far end holds it. */
  isOnHold(): boolean {
    return this.snapshot.held.local;
  }

  /** The phone that the call belongs to. */
  get phone(): Phone {
    return this.#line.host.phone;
  }

  /** The SIP method that began the call. */
  get method(): 'INVITE' {
    return 'INVITE';
  }

  /** The INVITE that began the call; undefined before there is one, and for a call that the page before began. */
  get invite(): SipRequest | undefined {
    return this.#line.session?.inviteRequest;
  }

  /** The SIP stack's own dialog, for what this package does not cover; undefined before there is one. */
  get session(): unknown {
    return this.#line.session?.native;
  }

  // How it begins

  /** Outbound: sends the INVITE. Resolves when it is on the wire; the notices tell how the call goes on. */
  connect(): Promise<void> {
    return connectCall(this.#line);
  }

  /** Inbound: opens the devices and answers. Rejects without a microphone; then the call goes on ringing. */
  answer(options?: AnswerOptions): Promise<void> {
    return this.#answer.answer(options);
  }

  /**
   * Sends the caller a provisional response. With `media` the devices are opened as for an answer, and
   * the call is `early`; later `answer()` ignores its options about media. If the caller must confirm the response
   * (RFC 3262), this waits for it. Rejects with `invalid-state`, `invalid-argument` or the microphone's error; then the
   * call goes on ringing.
   */
  progress(options?: ProgressOptions): Promise<void> {
    return this.#answer.progress(options);
  }

  /**
   * Sends a response with any status: 180-199 as `progress()`, 2xx as `answer()`, 3xx as `redirect()`, others as
   * `reject()`.
   */
  reply(status: number, options?: ReplyOptions): Promise<void> {
    return this.#answer.reply(status, options);
  }

  // How it ends

  /** Rejects a ringing call with a final status, 300-699; with 486 (Busy Here) if the page names none. */
  reject(how?: number | RejectOptions, phrase?: string): Promise<void> {
    return this.#answer.reject(how, phrase);
  }

  /** Redirects the caller (302) to other targets, such as a person dials, best first. */
  redirect(targets: string | readonly string[]): Promise<void> {
    return this.#answer.redirect(targets);
  }

  /** Cancels, rejects or hangs up, as the state requires. Right in every state; a second call is harmless. */
  hangup(options?: HangupOptions): Promise<void> {
    return hangUp(this.#line, options);
  }

  /** Removes an ended call at once; otherwise the phone removes it after a while. */
  dismiss(): void {
    if (this.state === 'hangup') this.#line.model.go('destroy');
  }

  // Muting

  /** Mutes the microphone or the camera, without telling the far end and without renegotiation. */
  mute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, false);
  }

  /** Mutes the microphone or the camera, or unmutes it if it is muted. */
  toggleMute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, !this.isMuted(kind));
  }

  /** Works at once, except if a closed camera must be opened again; rejects if that fails, and it stays muted. */
  setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    return this.#muting.setMuted(kind, muted);
  }

  deafen(): void {
    this.setDeaf(true);
  }

  undeafen(): void {
    this.setDeaf(false);
  }

  /** Stops or starts the sound of the far end here. The far end does not notice. */
  setDeaf(deaf: boolean): void {
    this.#muting.setDeaf(deaf);
  }

  /**
   * Sets how loud the far end is, 0 to 1. Later calls of the phone begin with the same volume.
   * @throws SipError `invalid-argument`.
   */
  setVolume(volume: number): void {
    this.#muting.setVolume(volume);
  }

  // What the far end has to agree on

  hold(): Promise<void> {
    return this.setHeld(true);
  }

  unhold(): Promise<void> {
    return this.setHeld(false);
  }

  /** Holds the call, or ends the hold; resolves when the far end agrees. */
  toggleHold(): Promise<void> {
    return this.setHeld(!this.isOnHold());
  }

  setHeld(held: boolean): Promise<void> {
    return this.#renegotiation.setHeld(held);
  }

  /** Adds our camera to the call, or removes it. */
  setVideo(video: boolean): Promise<void> {
    return this.#renegotiation.setVideo(video);
  }

  /**
   * Shares a screen, a window or a tab that the person chooses, or stops sharing. The far end sees it in place of our
   * camera; without a camera, a picture is added until the end. If the person shares its sound, the far end hears it
   * with ours. To be called in a click handler. Rejects with `permission-denied` if nothing is chosen, with
   * `renegotiation-refused` if the far end takes no picture.
   */
  setScreen(screen: boolean): Promise<void> {
    return this.#renegotiation.setScreen(screen);
  }

  /** Looks for a new path for sound and picture (ICE restart). They go on meanwhile if they can. */
  restartMedia(): Promise<void> {
    return this.#renegotiation.restart();
  }

  // Its devices, which are those of the phone unless it has its own

  /**
   * Uses another microphone in this call only; the far end is not asked.
   * @param deviceId - `''` to let the browser choose, null for the microphone of the phone.
   * @returns false if the browser cannot use it; then nothing has changed, and the phone sends `sip-error`.
   */
  setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.#line.host.chooseDevice(this.#line, 'microphone', deviceId);
  }

  /** Sends the picture of another camera; as `setMicrophone()`. */
  setCamera(deviceId: string | null): Promise<boolean> {
    return this.#line.host.chooseDevice(this.#line, 'camera', deviceId);
  }

  /** Plays the far end on another loudspeaker; as `setMicrophone()`. */
  setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.#line.host.chooseDevice(this.#line, 'speaker', deviceId);
  }

  // Messages and digits

  /**
   * Sends `0-9 * # A-D`, one after the other; `,` and `p` wait two seconds, `w` half a second. Resolves when all are
   * sent;
   * `sip-digit` tells of each. Rejects with `invalid-argument`, `invalid-state`, and for INFO as `request()` does.
   * @see RFC 4733, and `application/dtmf-relay` for INFO
   */
  sendDigits(digits: string | number, options?: DigitOptions): Promise<void> {
    return this.#signalling.sendDigits(digits, options);
  }

  /** Sends a message to the far end (RFC 3428); resolves when it is accepted, rejects as `request()` does. */
  sendMessage(text: string, options?: Omit<RequestOptions, 'body'>): Promise<void> {
    return this.#signalling.sendMessage(text, options);
  }

  /**
   * Sends a request inside the call: INFO, MESSAGE, OPTIONS, NOTIFY or one of your own. Resolves with the 2xx.
   * @throws SipError `invalid-state` before the answer, `invalid-argument`, `request-refused`, `timeout`, `connection-lost`.
   */
  request(method: string, options?: RequestOptions): Promise<SipAnswer> {
    return this.#signalling.request(method, options);
  }

  // Recording

  /**
   * Records both sides, and the others of a conference, into one file, until `stopRecording()` or the end
   * of the call. It records nothing if a listener of `sip-recording-start` calls `preventDefault()`,
   * or, with `consentRecording`, if the person here does not consent.
   * Rejects with `recording-refused`, `invalid-state`, `media-unsupported`, `media-failed`.
   */
  startRecording(options?: RecordOptions): Promise<void> {
    return this.#line.conversation.use(({recorder}) => recorder.start(options));
  }

  /** Ends the recording; the `Blob` has its type. Rejects with `invalid-state` if there is none. */
  stopRecording(): Promise<Blob> {
    return this.#line.conversation.use(({recorder}) => recorder.stop());
  }

  /** Begins to record, or ends the recording and resolves with it; resolves with undefined if there is none. */
  setRecording(recording: boolean, options?: RecordOptions): Promise<Blob | undefined> {
    return this.#line.conversation.use(({recorder}) => recorder.set(recording, options));
  }

  // Transfer and consent

  /**
   * Connects the far end with somebody else and ends this call: with `target`, a text as a person types it (blind), or
   * with the far end of another call (attended, RFC 3891). Meanwhile the call is held; its progress is in
   * `snapshot.transfer` and `sip-transfer-change`. Resolves when the two are connected and our calls with them have
   * ended; rejects
   * `transfer-failed`, with the status if there is one; then nothing has changed.
   *
   * @throws SipError `invalid-address`, `invalid-argument`, `invalid-state`.
   * @see RFC 3515, RFC 5589
   */
  async transfer(target: string | Call, options?: TransferOptions): Promise<void> {
    const other = typeof target === 'string' ? target : target.#line;
    await this.#line.conversation.use(({transfers}) => transfers.start(other, options));
  }

  /**
   * Takes the far end back while a transfer is under way; the promise of `transfer()` rejects. SIP cannot cancel a
   * transfer: if the far end reaches the target after all, it has two calls. Does nothing without a transfer.
   */
  takeBack(): void {
    // What could not be fetched has begun no transfer.
    this.#line.conversation.use(({transfers}) => transfers.takeBack()).catch(() => undefined);
  }

  /**
   * Answers a question of `snapshot.consents`: follows a transfer, shows a picture, records; or does not.
   * @throws SipError `invalid-state` if the question is no longer open.
   */
  grantConsent(id: string, granted = true): void {
    if (this.#line.model.consents.answer(id, granted)) return;
    throw new SipError('invalid-state', 'That is not asked any more.');
  }
}
