import type {BodyAndContentType, SessionDescriptionHandler} from 'sip.js';
import type {SessionMedia} from '../core/engine.js';
import {SipError, toSipError} from '../core/errors.js';
import type {Logger} from '../core/logger.js';
import {candidatesGathered, gatheringPolicy} from './ice-gathering.js';
import {changedIntent, type Intent, type IntentChange} from './intent.js';
import {LocalMedia} from './local-media.js';
import {RemoteMedia} from './remote-media.js';
import {countSections, receives, sends} from './sdp.js';
import {orAborted} from './waiting.js';
import {addMissing, applyIntent, dropUnassociated, liveTransceiver} from './transceivers.js';

export interface DescriptionHandlerOptions {
  readonly configuration: RTCConfiguration;
  readonly logger: Logger;
  /** Something in `media` may have changed. */
  readonly changed: () => void;
}

/** Offers, answers and the peer connection of one session: what SIP.js calls a session description handler. */
export class DescriptionHandler implements SessionDescriptionHandler {
  readonly local = new LocalMedia();
  readonly #options: DescriptionHandlerOptions;
  readonly #remote = new RemoteMedia();
  readonly #lifetime = new AbortController();
  #pc: RTCPeerConnection | undefined;
  #intent: Intent = {held: false, camera: null, picture: false};
  /** What holds again if the offer under way is refused. */
  #agreed: Intent | undefined;
  #remoteSdp = '';
  #sectionsGathered = 0;
  #failure: SipError | undefined;

  constructor(options: DescriptionHandlerOptions) {
    this.#options = options;
  }

  get intent(): Intent {
    return this.#intent;
  }

  /** The last description of the far end that was applied. */
  get remoteSdp(): string {
    return this.#remoteSdp;
  }

  /** Why there is no session: a description that the browser could not make, or could not use. */
  get failure(): SipError | undefined {
    return this.#failure;
  }

  get audioSender(): RTCRtpSender | undefined {
    return this.#pc && liveTransceiver(this.#pc, 'audio')?.sender;
  }

  get offering(): boolean {
    return this.#pc?.signalingState === 'have-local-offer';
  }

  get media(): SessionMedia {
    const pc = this.#lifetime.signal.aborted ? undefined : this.#pc;
    const video = pc && liveTransceiver(pc, 'video');
    return {
      localStream: this.local.stream,
      remoteStream: this.#remote.stream,
      video: Boolean(video?.sender.track) && sends(video?.currentDirection),
      remoteVideo: receives(video?.currentDirection),
      phase: pc ? phaseOf(pc) : 'none',
      remoteHeld: this.#remote.held,
    };
  }

  /** The opened devices, before the first description is made. Without a camera a wanted picture is still received. */
  use(stream: MediaStream, wantsVideo: boolean): void {
    for (const track of stream.getTracks()) this.local.add(track);
    this.#intent = {...this.#intent, camera: stream.getVideoTracks()[0] ?? null, picture: wantsVideo};
    this.#options.changed();
  }

  /** An offer with a changed intent. It becomes the agreed one with `setDescription`, or is taken back by a rollback. */
  async offer({restart = false, ...change}: IntentChange): Promise<string> {
    if (this.offering) await this.rollbackDescription();
    this.#agreed = this.#intent;
    this.#intent = changedIntent(this.#agreed, change);
    const {camera} = this.#intent;
    if (camera && camera !== this.#agreed.camera) this.local.add(camera);
    try {
      return await this.#describe(restart);
    } catch (error) {
      await this.rollbackDescription();
      throw error;
    }
  }

  async getDescription(): Promise<BodyAndContentType> {
    try {
      return {body: await this.#describe(false), contentType: 'application/sdp'};
    } catch (cause) {
      // SIP.js ends the session before it passes this on.
      this.#failure ??= toSipError(cause, 'media-failed');
      throw this.#failure;
    }
  }

  hasDescription(contentType: string): boolean {
    return /^application\/sdp\b/i.test(contentType.trim());
  }

  async setDescription(sdp: string): Promise<void> {
    const pc = this.#open();
    const answer = this.offering;
    if (!answer && pc.signalingState === 'have-remote-offer' && sdp === this.#remoteSdp) return;
    try {
      await this.#alive(pc.setRemoteDescription({type: answer ? 'answer' : 'offer', sdp}));
    } catch (cause) {
      this.#assertOpen();
      this.#failure = new SipError('bad-session-description', 'The far end sent a description that cannot be used.', {
        cause,
      });
      throw this.#failure;
    }
    this.#remoteSdp = sdp;
    if (answer) this.#settle(pc, pc.localDescription?.sdp);
  }

  /** Back to what both sides agreed on: refused re-INVITEs (RFC 3261 section 14.1) leave everything as it was. */
  async rollbackDescription(): Promise<void> {
    const pc = this.#pc;
    if (!pc || this.#lifetime.signal.aborted) return;
    if (pc.signalingState === 'have-local-offer') await this.#alive(pc.setLocalDescription({type: 'rollback'}));
    else if (pc.signalingState === 'have-remote-offer') await this.#alive(pc.setRemoteDescription({type: 'rollback'}));
    const refused = this.#intent;
    if (this.#agreed) this.#intent = this.#agreed;
    this.#agreed = undefined;
    // The caller's to stop: the same camera may be offered again in a moment.
    if (refused.camera && refused.camera !== this.#intent.camera) this.local.release(refused.camera);
    // The browser's rollback brings the state back, but not the directions that were set on the transceivers.
    await this.#apply(pc, false);
    this.#options.changed();
  }

  /**
   * The far end refused a new section for its kind of media, after the rollback: it must not come back in the next offer.
   * Not to be done for other refusals: when Chromium gets a section in place of a stopped one that was never agreed on,
   * it confuses the two, and the picture stays black.
   */
  forgetSections(): void {
    if (this.#pc && !this.#lifetime.signal.aborted) dropUnassociated(this.#pc);
  }

  /** Our camera was offered and the far end did not want it. */
  async dropCamera(): Promise<void> {
    const {camera} = this.#intent;
    if (!camera || !this.#pc) return;
    this.#intent = {...this.#intent, camera: null};
    this.local.remove(camera);
    await this.#apply(this.#pc, false);
    this.#options.changed();
  }

  /** Asked for by SIP.js's interface; digits are sent by `DigitSender`. */
  sendDtmf(): boolean {
    return false;
  }

  /** Frees devices and connection; ends every wait. */
  close(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort(new SipError('call-failed', 'The call is over.'));
    this.local.close();
    this.#pc?.close();
    this.#options.changed();
  }

  async #describe(iceRestart: boolean): Promise<string> {
    const pc = this.#open();
    const {signal} = this.#lifetime;
    const offering = pc.signalingState !== 'have-remote-offer';
    if (offering) addMissing(pc, this.#intent.picture);
    await this.#apply(pc, offering);
    const description = await this.#alive(offering ? pc.createOffer({iceRestart}) : pc.createAnswer());
    await this.#alive(pc.setLocalDescription(description));
    // Candidates of a round before are in the description already.
    const sections = countSections(description.sdp ?? '');
    if (iceRestart || sections !== this.#sectionsGathered) {
      await candidatesGathered(pc, gatheringPolicy(this.#options.configuration), signal);
      this.#assertOpen();
      this.#sectionsGathered = sections;
    }
    if (!offering) this.#settle(pc);
    return pc.localDescription?.sdp ?? '';
  }

  #apply(pc: RTCPeerConnection, offering: boolean): Promise<void> {
    const offeringToHolder = offering && this.#remote.held;
    return this.#alive(applyIntent(pc, {intent: this.#intent, local: this.local, offeringToHolder}));
  }

  /** Both sides agree: what was wanted is what is. */
  #settle(pc: RTCPeerConnection, ourOffer?: string): void {
    const before = this.#agreed?.camera;
    this.#agreed = undefined;
    // The section is there now, or the far end wanted none.
    this.#intent = {...this.#intent, picture: false};
    if (before && before !== this.#intent.camera) this.local.remove(before);
    this.local.setHeld(this.#intent.held);
    this.#remote.read(this.#remoteSdp, ourOffer);
    this.#remote.collect(pc, this.#intent.held);
    this.#options.changed();
  }

  #open(): RTCPeerConnection {
    this.#assertOpen();
    if (this.#pc) return this.#pc;
    if (typeof RTCPeerConnection === 'undefined') {
      throw new SipError('media-unsupported', 'This browser has no WebRTC, or it is switched off.');
    }
    try {
      this.#pc = new RTCPeerConnection(this.#options.configuration);
    } catch (cause) {
      throw toSipError(cause, 'media-failed');
    }
    const {signal} = this.#lifetime;
    this.#pc.addEventListener(
      'connectionstatechange',
      () => {
        this.#options.changed();
      },
      {signal},
    );
    return this.#pc;
  }

  /** A closed peer connection never settles what it was asked (WebRTC 1.0 section 4.4.1.2). */
  #alive<T>(work: Promise<T>): Promise<T> {
    return orAborted(work, this.#lifetime.signal);
  }

  #assertOpen(): void {
    this.#lifetime.signal.throwIfAborted();
  }
}

function phaseOf({connectionState, remoteDescription}: RTCPeerConnection): SessionMedia['phase'] {
  switch (connectionState) {
    case 'connected':
      return 'flowing';
    case 'connecting':
      return 'connecting';
    case 'new':
      return remoteDescription ? 'connecting' : 'none';
    case 'disconnected':
    case 'failed':
      return 'lost';
    case 'closed':
      return 'none';
  }
}
