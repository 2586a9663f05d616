import type {Body} from '../sip-js.js';
import type {DescriptionModifier, SessionMedia} from '../../core/engine/sip-engine.js';
import {SipError, toSipError} from '../../core/errors.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {SessionTiming} from '../../core/call/call-timings.js';
import type {CodecPreferences} from './codec-preferences.js';
import {changedIntent, type Intent, type IntentChange} from './intent.js';
import {LocalMedia} from '../media/local-media.js';
import {onFirstPacket} from '../media/first-packet.js';
import {LocalDescription} from './local-description.js';
import type {PeerConnections} from '../media/peer-connections.js';
import {RefusedSections} from './refused-sections.js';
import {RemoteMedia} from '../media/remote-media.js';
import {SessionConnection} from '../media/session-connection.js';
import {sessionMedia, showsPicture} from '../media/session-media.js';
import {SessionSections} from '../sdp/session-sections.js';
import type {Kind} from './sdp.js';
import {ifPossible, rollBack} from './rollback.js';
import {SettledDescriptions} from './settled-descriptions.js';
import {orAborted} from '../waiting.js';
import {addMissing, applyIntent, liveTransceiver, replaceTracks} from './transceivers.js';

export interface DescriptionHandlerOptions {
  readonly config: PhoneConfig;
  readonly connections: PeerConnections;
  readonly codecs: CodecPreferences;
  readonly modifiers: () => readonly DescriptionModifier[];
  /** Something in `media` may have changed. */
  readonly changed: () => void;
  /** Reports a step of the set-up that only the session can measure: how long ICE gathering took, for example. */
  readonly timed: (timing: SessionTiming) => void;
}

const UNUSABLE = 'bad-session-description';

/** Makes and applies the offers and answers of one session, and has its peer connection. */
export class DescriptionHandler {
  readonly local: LocalMedia;
  readonly settled = new SettledDescriptions();
  readonly sections: SessionSections;
  readonly #options: DescriptionHandlerOptions;
  readonly #remote = new RemoteMedia();
  readonly #refused = new RefusedSections();
  readonly #lifetime = new AbortController();
  readonly #description: LocalDescription;
  readonly #connection: SessionConnection;
  #preparing: Promise<void> | undefined;
  #intent: Intent = {held: false, show: false, picture: false, watch: true};
  /** The intent that counts again if the far end refuses the open offer. */
  #agreed: Intent | undefined;
  #remoteSdp = '';
  #taken = ''; // The same, as the browser took it.
  #failure: SipError | undefined;

  constructor(options: DescriptionHandlerOptions) {
    this.#options = options;
    const {signal} = this.#lifetime;
    this.local = new LocalMedia(options.changed);
    this.sections = new SessionSections(options.codecs.usable);
    this.#description = new LocalDescription({...options, signal});
    this.#connection = new SessionConnection({...options, signal, opened: this.#opened});
  }

  get intent(): Intent {
    return this.#intent;
  }

  /** The last description of the far end that was applied. */
  get remoteSdp(): string {
    return this.#remoteSdp;
  }

  /** Whether the far end's open offer has a picture that nobody here has agreed to yet. */
  get asksForPicture(): boolean {
    return this.#remote.asksForPicture(this.#taken);
  }

  /** Sets whether the picture of the far end may come in, from the present answer on. */
  watch(watch: boolean): void {
    this.#intent = {...this.#intent, watch};
  }

  /** The error of a description that the browser could not make or could not use; then there is no session. */
  get failure(): SipError | undefined {
    return this.#failure;
  }

  get #pc(): RTCPeerConnection | undefined {
    return this.#connection.pc;
  }

  get audioSender(): RTCRtpSender | undefined {
    const {agreed} = this.#connection;
    return agreed && liveTransceiver(agreed, 'audio')?.sender;
  }

  get offering(): boolean {
    return this.#pc?.signalingState === 'have-local-offer';
  }

  get connectionState(): RTCPeerConnectionState | undefined {
    return this.#connection.agreed?.connectionState;
  }

  /** Whether both sides agreed that we send a picture. */
  get showing(): boolean {
    return showsPicture(this.#connection.agreed);
  }

  async stats(): Promise<RTCStatsReport | null> {
    return (await this.#connection.agreed?.getStats()) ?? null;
  }

  get media(): SessionMedia {
    const pc = this.#lifetime.signal.aborted ? undefined : this.#connection.agreed;
    return sessionMedia(pc, {local: this.local, remote: this.#remote, show: (this.#agreed ?? this.#intent).show});
  }

  /** Gathers candidates ahead of the answer to an inbound call. */
  warm(): void {
    if (this.#options.connections.early) this.#inAdvance(this.#connection.open(true));
  }

  /** Makes the offer and gathers its candidates while the devices are being opened. */
  prepare(wantsVideo: boolean): void {
    if (this.#options.connections.early) this.#inAdvance(this.#prepare(wantsVideo));
  }

  /** Takes the opened devices before the first description. Without a camera, a wanted picture is still received. */
  use(stream: MediaStream, wantsVideo: boolean): void {
    this.#options.timed('permission');
    this.#intent = {
      ...this.#intent,
      show: stream.getVideoTracks().length > 0 || this.local.sent('video') !== null,
      picture: wantsVideo,
    };
    for (const track of stream.getTracks()) this.local.put(track.kind === 'audio' ? 'audio' : 'video', 'device', track);
    this.#options.changed();
  }

  /** Makes an offer with a changed intent; `setDescription()` makes that the agreed one, a rollback takes it back. */
  async offer({restart = false, fresh = false, ...change}: IntentChange): Promise<string> {
    if (this.offering) await this.rollbackDescription();
    // An offer of theirs may be there that the browser could not take back.
    const renewed = fresh || this.#pc?.signalingState === 'have-remote-offer';
    if (renewed) await this.#connection.renew();
    this.#agreed = this.#intent;
    this.#intent = changedIntent(this.#agreed, change);
    try {
      return await this.#describe(restart);
    } catch (error) {
      await this.rollbackDescription();
      // After a description that it half applied, Chromium takes no other one: only a new peer connection helps.
      if (renewed || error instanceof SipError) throw toSipError(error, 'media-failed');
      return this.offer({...change, fresh: true});
    }
  }

  async getDescription(): Promise<Body> {
    try {
      return {contentDisposition: 'session', contentType: 'application/sdp', content: await this.#describe(false)};
    } catch (cause) {
      this.#failure = toSipError(cause, this.#pc?.signalingState === 'have-remote-offer' ? UNUSABLE : 'media-failed');
      throw this.#failure;
    }
  }

  async setDescription(sdp: string): Promise<void> {
    const current = await this.#connection.open();
    const answer = this.offering;
    const pc = answer ? current : await this.#connection.openFor(sdp, this.settled.remote);
    if (!answer && pc.signalingState === 'have-remote-offer' && sdp === this.#remoteSdp) return;
    try {
      this.#taken = answer ? this.sections.readAnswer(sdp, pc) : this.sections.readOffer(sdp, pc);
      await this.#alive(pc.setRemoteDescription({type: answer ? 'answer' : 'offer', sdp: this.#taken}));
    } catch (cause) {
      this.#lifetime.signal.throwIfAborted();
      this.#failure = new SipError(UNUSABLE, 'The far end sent an unusable description.', {cause});
      throw this.#failure;
    }
    this.#remoteSdp = sdp;
    if (answer) this.#settle(pc, pc.localDescription?.sdp);
  }

  /** Returns to the agreed descriptions: a refused re-INVITE changes nothing (RFC 3261 section 14.1). */
  async rollbackDescription(): Promise<void> {
    if (this.#connection.restore()) this.sections.restore();
    const pc = this.#pc;
    const {signal} = this.#lifetime;
    const {logger} = this.#options.config;
    if (!pc || signal.aborted) return;
    await ifPossible(this.#alive(rollBack(pc)), signal, logger);
    if (this.#agreed) this.#intent = this.#agreed;
    this.#agreed = undefined;
    this.#remoteSdp = this.settled.remote;
    // The browser's rollback brings the state back, but not the directions that were set on the transceivers.
    await ifPossible(this.#apply(pc, false), signal, logger);
    this.#options.changed();
  }

  /** Call it after the rollback if the far end refused the new media sections: they are not offered again unasked. */
  forgetSections(): void {
    if (this.#pc) this.#refused.note(this.#pc);
  }

  /** A picture of ours was offered and the far end did not want it. */
  async hide(): Promise<void> {
    if (!this.#intent.show || !this.#pc) return;
    this.#intent = {...this.#intent, show: false};
    await this.#apply(this.#pc, false);
    this.#options.changed();
  }

  /** Sends what is in `local` now; the far end is not asked. */
  readonly replaceTracks = async (): Promise<void> => {
    const sending = {intent: this.#intent, local: this.local};
    await this.#alive(Promise.all(this.#connection.all.map((pc) => replaceTracks(pc, sending))));
    this.#options.changed();
  };

  /** Frees devices and connection; ends every wait. */
  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort(new SipError('call-failed', 'The call is over.'));
    this.local.close();
    this.#connection.close();
    this.#options.changed();
  }

  #inAdvance(work: Promise<unknown>): void {
    this.#preparing = work.then(
      () => undefined,
      (error: unknown) => {
        // The same step is done again when it is needed, and its error is reported then.
        this.#options.config.logger.debug('Nothing could be prepared for a call.', error);
      },
    );
  }

  async #prepare(wantsVideo: boolean): Promise<void> {
    const pc = await this.#connection.open();
    addMissing(pc, wantsVideo);
    await this.#apply(pc, true, wantsVideo ? ['audio', 'video'] : ['audio']);
    await this.#description.set(pc);
  }

  async #describe(iceRestart: boolean): Promise<string> {
    await this.#preparing;
    const pc = await this.#connection.open();
    if (iceRestart) await this.#options.connections.renew(pc);
    const offering = pc.signalingState !== 'have-remote-offer';
    if (this.#intent.picture) this.#refused.clear();
    if (offering) addMissing(pc, this.#intent.picture);
    await this.#apply(pc, offering);
    await this.#description.set(pc, iceRestart);
    const described = this.#refused.apply(await this.#description.complete(pc));
    const sdp = this.settled.made(this.sections.write(described, !offering));
    if (!offering) this.#settle(pc);
    return sdp;
  }

  #apply(pc: RTCPeerConnection, offering: boolean, expecting: readonly Kind[] = []): Promise<void> {
    // RFC 3264 section 8.4: a stream that was recvonly for us becomes inactive when we hold it too.
    const silentHold = this.#options.config.holdDirection === 'inactive' || (offering && this.#remote.held);
    this.#options.codecs.apply(pc.getTransceivers());
    return this.#alive(applyIntent(pc, {intent: this.#intent, local: this.local, silentHold, expecting}));
  }

  /** Both sides agree, so the wanted intent is the agreed one now. */
  #settle(pc: RTCPeerConnection, ourOffer?: string): void {
    this.#agreed = undefined;
    // The video section exists now, or the far end has refused it.
    this.#intent = {...this.#intent, picture: false};
    this.settled.settle(this.#remoteSdp);
    this.sections.settle();
    this.local.setHeld(this.#intent.held);
    if (this.#connection.settle()) this.#remote.begin();
    this.#remote.read(this.#taken, ourOffer);
    this.#remote.notePicture(this.#taken, this.#intent);
    this.#remote.collect(pc, this.#intent.held);
    this.#options.changed();
  }

  readonly #opened = (pc: RTCPeerConnection, offering: boolean): void => {
    const {signal} = this.#lifetime;
    // An answer gets its sections from the offer.
    for (const kind of this.sections.begin(offering)) pc.addTransceiver(kind);
    pc.addEventListener('connectionstatechange', this.#options.changed, {signal});
    onFirstPacket(pc, {logger: this.#options.config.logger, timed: this.#options.timed, signal});
  };

  /**
   * Rejects when the session ends, because a closed peer connection never settles its promises (WebRTC 1.0 section
   * 4.4.1.2).
   */
  #alive<T>(work: Promise<T>): Promise<T> {
    return orAborted(work, this.#lifetime.signal);
  }
}
