import {SipError, toSipError} from '../errors.js';
import type {Recording} from '../media-port.js';
import {shallowEqual} from '../select.js';
import type {CallHost, SessionSource} from './call-base.js';
import type {CallState} from './call-state.js';
import {SignallingCall} from './signalling-call.js';

export interface RecordOptions {
  /** The picture of the far end too, if there is one when the recording begins. Default: sound alone. */
  readonly video?: boolean | undefined;
}

/** What the far end of a call in a conference hears, and whom besides us. */
export interface MixedSound {
  readonly track: MediaStreamTrack;
  readonly others: readonly MediaStream[];
}

/** What is kept of a call. */
export abstract class RecordedCall extends SignallingCall {
  #recording: Recording | undefined;
  #sounds: readonly MediaStream[] = [];
  #others: readonly MediaStream[] = [];

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super(host, initial, source);
    this.store.subscribe(() => this.#follow());
  }

  /**
   * Records both sides, and whoever else is in a conference with them, into one file, until `stopRecording()` or the end
   * of the call. Nobody is recorded whom the page will not have recorded, `preventDefault()` on `sip-recording-start`,
   * nor without the consent of the person here, if `consentRecording` is set.
   * Rejects with `recording-refused`, `invalid-state`, `media-unsupported`, `media-failed`.
   */
  async startRecording({video = false}: RecordOptions = {}): Promise<void> {
    this.inConversation('Only a call in conversation can be recorded.');
    if (this.snapshot.recording || this.model.isPending('record')) return;
    await this.model.during('record', async () => {
      if (!(await this.#mayRecord())) {
        throw new SipError('recording-refused', 'This call may not be recorded.');
      }
      const media = await this.host.media();
      this.#sounds = this.#heard();
      const recording = await media.record({sounds: this.#sounds, picture: video ? this.#picture() : null});
      this.#recording = recording;
      this.model.store.patch({recording: true});
      this.model.tell('sip-recording-change', {recording: true});
      void this.#ended(recording);
      this.#follow();
    });
  }

  /** Ends the recording; what it is of type, the `Blob` says. Rejects with `invalid-state` if there is none. */
  async stopRecording(): Promise<Blob> {
    const recording = this.#recording;
    if (!recording) throw new SipError('invalid-state', 'This call is not being recorded.');
    recording.stop();
    return recording.file;
  }

  /** Begins to record, or ends the recording and resolves with it; resolves with nothing if there is none. */
  async setRecording(recording: boolean, options?: RecordOptions): Promise<Blob | undefined> {
    if (!recording) return this.#recording && this.stopRecording();
    await this.startRecording(options);
    return undefined;
  }

  /** @internal The far end hears others besides us from now on; null for us alone. */
  async mix(mixed: MixedSound | null): Promise<void> {
    this.#others = mixed?.others ?? [];
    this.#follow();
    if (!this.model.ended) await this.current?.substituteAudio(mixed?.track ?? null);
  }

  async #mayRecord(): Promise<boolean> {
    const allowed = this.model.tell('sip-recording-start', {});
    return allowed && this.host.config.consentRecording ? this.model.consents.request({kind: 'recording'}) : allowed;
  }

  #follow(): void {
    if (!this.#recording) return;
    if (this.model.ended) {
      this.#recording.stop();
      return;
    }
    const sounds = this.#heard();
    if (shallowEqual(sounds, this.#sounds)) return;
    this.#sounds = sounds;
    this.#recording.setSounds(sounds);
  }

  #heard(): readonly MediaStream[] {
    const {localStream, remoteStream} = this.snapshot;
    return [localStream, remoteStream, ...this.#others].filter((stream) => stream !== null);
  }

  #picture(): MediaStreamTrack | null {
    const {remoteVideo, remoteStream} = this.snapshot;
    return (remoteVideo && remoteStream?.getVideoTracks()[0]) || null;
  }

  /** Told also of a call that is over, whose recording ends with it. */
  async #ended(recording: Recording): Promise<void> {
    let blob: Blob | undefined;
    try {
      blob = await recording.file;
    } catch (cause) {
      const error = toSipError(cause, 'media-failed');
      this.host.config.logger.warn('A recording was lost.', error);
      this.model.fail(error);
    }
    this.#recording = undefined;
    this.model.store.patch({recording: false});
    this.model.tell('sip-recording-change', {recording: false, blob});
  }
}
