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
 * One telephone call: its facts, what can be asked of it, and the notices that `on()` listens to. Its methods can be called
 * in every state; those that need the far end's consent resolve when it agreed, reject with a `SipError` and leave the call
 * as it was.
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

  /** Who is at the other end. All of it comes over the network: text, never HTML. */
  get remoteIdentity(): Identity {
    return this.snapshot.remoteIdentity;
  }

  get localIdentity(): Identity {
    return this.snapshot.localIdentity;
  }

  /** What the application of the caller has sent along, by key, without `X-` and the configured prefix. */
  get customHeaders(): Readonly<Record<string, string>> {
    return this.snapshot.customHeaders;
  }

  /** When both sides had answered; null before. */
  get startTime(): Date | null {
    return this.snapshot.startTime;
  }

  /** When it ended; null before. */
  get endTime(): Date | null {
    return this.snapshot.endTime;
  }

  /** Seconds in conversation. */
  get duration(): number {
    return callDuration(this.snapshot, this.#line.host.config.clock.now());
  }

  /** Who ended it and why; null before. */
  get end(): EndedCall | null {
    return this.snapshot.end;
  }

  get localStream(): MediaStream | null {
    return this.snapshot.localStream;
  }

  get remoteStream(): MediaStream | null {
    return this.snapshot.remoteStream;
  }

  /** The last sample of its quality, one a second while it is in conversation; null before the first. */
  get quality(): QualitySample | null {
    return this.snapshot.quality;
  }

  /** Whether the microphone, or with `video` the camera, is silenced. */
  isMuted(kind: 'audio' | 'video' = 'audio'): boolean {
    return this.snapshot.muted[kind];
  }

  /** Whether we hold the call; that the far end holds it is in `snapshot.held.remote`. */
  isOnHold(): boolean {
    return this.snapshot.held.local;
  }

  /** The phone that the call belongs to. */
  get phone(): Phone {
    return this.#line.host.phone;
  }

  /** How the call was asked for. */
  get method(): 'INVITE' {
    return 'INVITE';
  }

  /** The INVITE that made the call; undefined before there is one, and for a call of the page before. */
  get invite(): SipRequest | undefined {
    return this.#line.session?.inviteRequest;
  }

  /** The SIP stack's own session, for what this package does not cover; undefined before there is one. */
  get session(): unknown {
    return this.#line.session?.native;
  }

  // How it begins

  /** Outbound: sends the INVITE. Resolves when it is on the wire; how it goes on, the notices tell. */
  connect(): Promise<void> {
    return connectCall(this.#line);
  }

  /** Inbound: opens the devices and answers. Without a microphone it rejects, and the call rings on. */
  answer(options?: AnswerOptions): Promise<void> {
    return this.#answer.answer(options);
  }

  /**
   * Tells the caller how it stands before there is an answer. With `media` the devices are opened as for an answer, and
   * the call is `early`: what `answer()` says about media later counts no more. A caller that has to confirm that it heard
   * (RFC 3262) is waited for. Rejects with `invalid-state`, `invalid-argument` or, without a microphone, its error, and the
   * call rings on.
   */
  progress(options?: ProgressOptions): Promise<void> {
    return this.#answer.progress(options);
  }

  /**
   * Answers with a status of any kind: 180-199 as `progress()`, 2xx as `answer()`, 3xx as `redirect()`, others as
   * `reject()`.
   */
  reply(status: number, options?: ReplyOptions): Promise<void> {
    return this.#answer.reply(status, options);
  }

  // How it ends

  /** Rejects a ringing call with a final status, 300-699; 486 (busy) if not said. */
  reject(how?: number | RejectOptions, phrase?: string): Promise<void> {
    return this.#answer.reject(how, phrase);
  }

  /** Sends the caller elsewhere (302): to whatever a person would dial, best first. */
  redirect(targets: string | readonly string[]): Promise<void> {
    return this.#answer.redirect(targets);
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, can be called twice. */
  hangup(options?: HangupOptions): Promise<void> {
    return hangUp(this.#line, options);
  }

  /** Clears an ended call away at once instead of after a while. */
  dismiss(): void {
    if (this.state === 'hangup') this.#line.model.go('destroy');
  }

  // What is silenced

  /** Silences the microphone or blanks the camera; the far end is not told, and nothing is renegotiated. */
  mute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, false);
  }

  /** Mutes what is open, opens what is muted. */
  toggleMute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, !this.isMuted(kind));
  }

  /** Done at once, but that a camera which was let go has to be opened again; rejects if it cannot, and stays muted. */
  setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    return this.#muting.setMuted(kind, muted);
  }

  deafen(): void {
    this.setDeaf(true);
  }

  undeafen(): void {
    this.setDeaf(false);
  }

  /** Stops listening to the far end, which does not notice, or listens again. */
  setDeaf(deaf: boolean): void {
    this.#muting.setDeaf(deaf);
  }

  /**
   * How loud the far end is, 0 to 1. Later calls of the phone begin as loud.
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

  /** Holds, or takes back; resolves when the far end has agreed. */
  toggleHold(): Promise<void> {
    return this.setHeld(!this.isOnHold());
  }

  setHeld(held: boolean): Promise<void> {
    return this.#renegotiation.setHeld(held);
  }

  /** Adds our camera to the call or takes it out. */
  setVideo(video: boolean): Promise<void> {
    return this.#renegotiation.setVideo(video);
  }

  /**
   * Shares a screen, a window or a tab that the person chooses, and ends that. The far end sees it in place of our camera;
   * without one, a picture is added for the time. Where browser and person share its sound, that is heard with our own. To
   * be called in a click handler. Rejects with `permission-denied` if nothing is chosen, with `renegotiation-refused` if the
   * far end takes no picture.
   */
  setScreen(screen: boolean): Promise<void> {
    return this.#renegotiation.setScreen(screen);
  }

  /** Looks for a new way for sound and picture (ICE restart); they go on meanwhile if they can. */
  restartMedia(): Promise<void> {
    return this.#renegotiation.restart();
  }

  // Its devices, which are those of the phone unless it has its own

  /**
   * Speaks into another microphone, in this call alone; the far end is not asked.
   * @param deviceId - `''` for whatever the browser takes, null for the one that the phone uses.
   * @returns false where the browser cannot; then all is as it was, and the phone sends `sip-error`.
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

  // What is said besides sound and picture

  /**
   * Sends `0-9 * # A-D`, one after the other; `,` and `p` wait two seconds, `w` half a second. Resolves when all are sent;
   * `sip-digit` tells of each. Rejects with `invalid-argument`, `invalid-state`, and for INFO as `request()` does.
   * @see RFC 4733, and `application/dtmf-relay` for INFO
   */
  sendDigits(digits: string | number, options?: DigitOptions): Promise<void> {
    return this.#signalling.sendDigits(digits, options);
  }

  /** Sends a message to the far end (RFC 3428); resolves when it was accepted, rejects as `request()` does. */
  sendMessage(text: string, options?: Omit<RequestOptions, 'body'>): Promise<void> {
    return this.#signalling.sendMessage(text, options);
  }

  /**
   * Sends a request inside the call: INFO, MESSAGE, OPTIONS, NOTIFY or one of your own. Resolves with a 2xx.
   * @throws SipError `invalid-state` before the answer, `invalid-argument`, `request-refused`, `timeout`, `connection-lost`.
   */
  request(method: string, options?: RequestOptions): Promise<SipAnswer> {
    return this.#signalling.request(method, options);
  }

  // What is recorded

  /**
   * Records both sides, and whoever else is in a conference with them, into one file, until `stopRecording()` or the end
   * of the call. Nobody is recorded whom the page will not have recorded, `preventDefault()` on `sip-recording-start`,
   * nor without the consent of the person here, if `consentRecording` is set.
   * Rejects with `recording-refused`, `invalid-state`, `media-unsupported`, `media-failed`.
   */
  startRecording(options?: RecordOptions): Promise<void> {
    return this.#line.conversation.use(({recorder}) => recorder.start(options));
  }

  /** Ends the recording; what it is of type, the `Blob` says. Rejects with `invalid-state` if there is none. */
  stopRecording(): Promise<Blob> {
    return this.#line.conversation.use(({recorder}) => recorder.stop());
  }

  /** Begins to record, or ends the recording and resolves with it; resolves with nothing if there is none. */
  setRecording(recording: boolean, options?: RecordOptions): Promise<Blob | undefined> {
    return this.#line.conversation.use(({recorder}) => recorder.set(recording, options));
  }

  // Who else is to have it, and what is asked of a person

  /**
   * Connects the far end with somebody else and leaves: with `target`, whatever a person types (blind transfer), or with
   * the far end of another call (attended, RFC 3891). The call is held meanwhile; how it goes is in `snapshot.transfer`
   * and `sip-transfer-change`. Resolves when they are connected, and what we had with either of them has ended; rejects
   * `transfer-failed`, with the status if there is one, and all is as it was.
   *
   * @throws SipError `invalid-address`, `invalid-argument`, `invalid-state`.
   * @see RFC 3515, RFC 5589
   */
  async transfer(target: string | Call, options?: TransferOptions): Promise<void> {
    const other = typeof target === 'string' ? target : target.#line;
    await this.#line.conversation.use(({transfers}) => transfers.start(other, options));
  }

  /**
   * Talks to the far end again while a transfer is under way, whose promise rejects. SIP cannot call a transfer off: if
   * the far end reaches the target after all, it has two calls. Does nothing without a transfer.
   */
  takeBack(): void {
    // What could not be fetched has begun no transfer.
    this.#line.conversation.use(({transfers}) => transfers.takeBack()).catch(() => undefined);
  }

  /**
   * Answers a question of `snapshot.consents`: follows a transfer, shows a picture, records; or does not.
   * @throws SipError `invalid-state` if it is not open any more.
   */
  grantConsent(id: string, granted = true): void {
    if (this.#line.model.consents.answer(id, granted)) return;
    throw new SipError('invalid-state', 'That is not asked any more.');
  }
}
