import type {DigitOptions} from '../core/call/digits.js';
import {NO_IDENTITY, type CallDirection, type Identity} from '../core/call/call-state.js';
import type {CallEnd} from '../core/call/end-reason.js';
import type {CallMemo, EndRequest, ProgressParts, SessionMedia, SipSession} from '../core/engine/sip-engine.js';
import {SipError} from '../core/errors.js';
import type {CallMedia, MediaPort} from '../core/media-port.js';
import type {RequestOptions, SipAnswer, SipRequest} from '../core/engine/sip-message.js';
import {fakeInvite, NO_MEDIA, type FakeSessionOptions} from './fake-session-options.js';
import {FakeTransfers} from './fake-transfers.js';

export type {FakeSessionOptions};
import {dropFakeVideo, replaceFakeTrack, shareFakeScreen, type FakeScreen} from './fake-tracks.js';

let count = 0;

/** A session whose far end is the test: `ring()`, `answer()`, `hold()`, `hangup()` are what it does. */
export class FakeSession extends FakeTransfers implements SipSession {
  readonly id = `fake-${String(++count)}`;
  readonly native = this;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly videoOffered: boolean;
  readonly replaces: SipSession | undefined;
  readonly asserted: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly inviteRequest: SipRequest;
  readonly muted = {audio: false, video: false};
  /** Inbound: the caller hears that it rings. */
  rings = false;
  /** Media flow as soon as both sides have answered; otherwise from `media({phase: 'flowing'})` on. */
  flows = true;
  /** What we ended it with. */
  ending: EndRequest | undefined;
  /** What is sent in place of the microphone. */
  substitute: MediaStreamTrack | null = null;
  /** What the next page would be told. */
  memo: CallMemo | undefined;
  /** What `stats()` tells: entries by their ids, as a browser has them; null while there are none. */
  statistics: ReadonlyMap<string, object> | null = null;

  readonly #media: MediaPort;
  readonly #wanted: CallMedia;
  readonly #resumed: Promise<void> | undefined;
  #resume: (error?: SipError) => void = () => undefined;
  readonly #abort = new AbortController();
  #state: SessionMedia = NO_MEDIA;
  #over = false;
  #screen: FakeScreen | undefined;

  constructor(options: FakeSessionOptions) {
    super();
    this.direction = options.direction;
    this.#media = options.media;
    this.#wanted = options.wanted;
    this.remoteIdentity = options.remoteIdentity ?? NO_IDENTITY;
    this.localIdentity = options.localIdentity ?? NO_IDENTITY;
    this.replaces = options.replaces;
    this.asserted = options.asserted ?? false;
    this.videoOffered = options.videoOffered ?? false;
    this.headers = options.headers ?? {};
    this.inviteRequest = fakeInvite(this.headers);
    if (options.restored) {
      this.#resumed = new Promise((resolve, reject) => {
        this.#resume = (error) => {
          if (error) reject(error);
          else resolve();
        };
      });
      // Whoever never connects it need not hear of its end.
      this.#resumed.catch(() => undefined);
    }
  }

  /** The media facts of now. */
  get state(): SessionMedia {
    return this.#state;
  }

  get over(): boolean {
    return this.#over;
  }

  // What the phone asks.

  async invite(): Promise<void> {
    this.log.push('connect');
    await this.#open(this.#wanted);
    if (this.#resumed) await this.#resumed;
    else this.listener?.requesting();
  }

  async progress({code, media}: ProgressParts): Promise<void> {
    this.log.push(`progress ${String(code)}${media ? (media.video ? ' video' : ' media') : ''}`);
    if (!media) return;
    await this.#open(media);
    this.early();
  }

  async accept(media: CallMedia): Promise<void> {
    this.log.push(media.video ? 'accept video' : 'accept');
    // Early media are those of the call.
    if (!this.#state.localStream) await this.#open(media);
    this.listener?.requesting();
    this.establish({remoteVideo: this.videoOffered});
  }

  repair(): Promise<void> {
    this.log.push('repair');
    return Promise.resolve();
  }

  end(request: EndRequest): Promise<void> {
    const {status} = request;
    this.ending ??= request;
    this.log.push(`end ${String(status)}`);
    const answered = this.#state.remoteStream !== null;
    const cause = answered ? 'hangup' : this.direction === 'inbound' ? 'rejected' : 'canceled';
    const code = answered ? 0 : this.direction === 'inbound' ? status : 487;
    this.#finish({by: 'local', cause, code, reason: '', failed: false});
    return Promise.resolve();
  }

  setHeld(held: boolean): Promise<void> {
    this.log.push(held ? 'hold' : 'unhold');
    return this.agree();
  }

  async setVideo(video: boolean): Promise<void> {
    this.log.push(video ? 'video on' : 'video off');
    if (video) {
      const {stream} = await this.#media.open({audio: false, video: true}, {signal: this.#abort.signal});
      for (const track of stream.getVideoTracks()) this.#state.localStream?.addTrack(track);
    }
    await this.agree();
    if (!video) dropFakeVideo(this.#state.localStream);
    this.media({video, localVideo: this.#state.localStream?.getVideoTracks()[0] ?? null});
  }

  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void> {
    this.log.push(`${kind} track`);
    return replaceFakeTrack(this, kind, track);
  }

  substituteAudio(track: MediaStreamTrack | null): Promise<void> {
    this.log.push(track ? 'substitute' : 'no substitute');
    this.substitute = track;
    return Promise.resolve();
  }

  restartMedia(): Promise<void> {
    this.log.push('restart media');
    return this.agree();
  }

  async shareScreen(screen: boolean): Promise<void> {
    this.log.push(screen ? 'screen on' : 'screen off');
    if (!screen) this.#screen?.end();
    else this.#screen = await shareFakeScreen(this.#media, this.#abort.signal, this, () => this.agree());
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    const {refusal} = this;
    if (kind === 'video' && !muted && refusal) return this.agree();
    this.muted[kind] = muted;
    return Promise.resolve();
  }

  stats(): Promise<RTCStatsReport | null> {
    return Promise.resolve(this.statistics);
  }

  remember(memo: CallMemo): void {
    this.memo = memo;
  }

  sendDigits(digits: string, {via}: DigitOptions, sent: (digit: string, via: 'rtp' | 'info') => void): Promise<void> {
    this.log.push(`digits ${digits}`);
    for (const digit of digits.replace(/[,W]/g, '')) sent(digit, via === 'info' ? 'info' : 'rtp');
    return Promise.resolve();
  }

  async request(method: string, {body = ''}: RequestOptions): Promise<SipAnswer> {
    this.log.push(`${method} ${body}`.trim());
    await this.agree();
    return {status: 200, reason: 'OK', headers: [], body: ''};
  }

  // What the far end does.

  /** 180, or another provisional response: ours to an inbound call, else that of the far end. */
  ring(code = 180): void {
    if (this.direction === 'inbound') {
      this.rings = true;
      return;
    }
    this.listener?.trying();
    this.listener?.ringing(code);
  }

  /** Early media. */
  early(): void {
    this.media({remoteStream: new MediaStream(), phase: 'flowing'});
    this.listener?.early();
  }

  /** The far end goes on with a restored call, or does not want to. */
  resume(refusal?: SipError): void {
    if (!refusal) {
      this.media({remoteStream: new MediaStream(), phase: 'flowing'});
      this.listener?.recovered();
    }
    this.#resume(refusal);
  }

  /** 200 to our INVITE. */
  answer(): void {
    this.establish({});
  }

  /** Both sides agreed, and media flow if `flows`. */
  establish(media: Partial<SessionMedia>): void {
    if (this.#over) return;
    this.listener?.established();
    this.media({
      remoteStream: this.#state.remoteStream ?? new MediaStream(),
      phase: this.flows ? 'flowing' : this.#state.phase,
      ...media,
    });
  }

  /** Media facts change. */
  media(change: Partial<SessionMedia>): void {
    this.#state = {...this.#state, ...change};
    this.listener?.mediaChanged(this.#state);
  }

  /** The network is gone, or it is back. */
  lose(lost = true): void {
    if (lost) this.listener?.recovering();
    else this.listener?.recovered();
  }

  /** The far end holds us or takes us back. */
  hold(held = true): void {
    this.media({remoteHeld: held});
  }

  /** The far end sends a message; whether it was taken. */
  message(text: string, contentType = 'text/plain'): boolean {
    return this.listener?.message({from: this.remoteIdentity, text, contentType}) ?? false;
  }

  /** The far end ends the call: BYE, CANCEL or a final response. */
  hangup(end: Partial<CallEnd> = {}): void {
    this.#finish({
      by: 'remote',
      cause: 'hangup',
      code: 0,
      reason: '',
      failed: false,
      ...end,
    });
  }

  async #open(wanted: CallMedia): Promise<void> {
    const {stream, missing} = await this.#media.open(wanted, {
      signal: this.#abort.signal,
    });
    if (missing) this.listener?.deviceMissing(missing);
    this.media({
      localStream: stream,
      localAudio: stream.getAudioTracks()[0] ?? null,
      localVideo: stream.getVideoTracks()[0] ?? null,
      video: stream.getVideoTracks().length > 0,
      phase: 'connecting',
    });
  }

  /** The page is left; nobody is told. */
  part(): void {
    this.#over = true;
    this.#abort.abort(new SipError('call-failed', 'The call is over.'));
    this.#resume(new SipError('call-failed', 'The call is over.'));
    for (const track of this.#state.localStream?.getTracks() ?? []) track.stop();
    this.#screen?.close();
    this.#state = NO_MEDIA;
  }

  #finish(end: CallEnd): void {
    if (this.#over) return;
    this.part();
    this.listener?.ended(end);
  }
}
