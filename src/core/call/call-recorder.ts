import type {CallLine} from './call-line.js';
import {SipError, toSipError} from '../errors.js';
import type {Recording} from '../media-port.js';
import {shallowEqual} from '../select.js';

export interface RecordOptions {
  /** The picture of the far end too, if there is one when the recording begins. Default: sound alone. */
  readonly video?: boolean | undefined;
}

/** Records both sides of a call, and the others of its conference, into one file. */
export class CallRecorder {
  readonly #line: CallLine;
  #recording: Recording | undefined;
  #sounds: readonly MediaStream[] = [];

  constructor(line: CallLine) {
    this.#line = line;
    line.model.store.subscribe(() => this.#follow());
    line.others.subscribe(() => this.#follow());
  }

  async start({video = false}: RecordOptions = {}): Promise<void> {
    const {model, host} = this.#line;
    this.#line.inConversation('Only a call in conversation can be recorded.');
    if (model.state.recording || model.isPending('record')) return;
    await model.during('record', async () => {
      if (!(await this.#mayRecord())) throw new SipError('recording-refused', 'This call may not be recorded.');
      const media = await host.media();
      this.#sounds = this.#heard();
      const recording = await media.record({sounds: this.#sounds, picture: video ? this.#picture() : null});
      this.#recording = recording;
      model.store.patch({recording: true});
      model.tell('sip-recording-change', {recording: true});
      void this.#ended(recording);
      this.#follow();
    });
  }

  async stop(): Promise<Blob> {
    const recording = this.#recording;
    if (!recording) throw new SipError('invalid-state', 'This call is not being recorded.');
    recording.stop();
    return recording.file;
  }

  async set(recording: boolean, options?: RecordOptions): Promise<Blob | undefined> {
    if (!recording) return this.#recording && this.stop();
    await this.start(options);
    return undefined;
  }

  async #mayRecord(): Promise<boolean> {
    const {model, host} = this.#line;
    const allowed = model.tell('sip-recording-start', {});
    return allowed && host.config.consentRecording ? model.consents.request({kind: 'recording'}) : allowed;
  }

  #follow(): void {
    if (!this.#recording) return;
    if (this.#line.model.ended) {
      this.#recording.stop();
      return;
    }
    const sounds = this.#heard();
    if (shallowEqual(sounds, this.#sounds)) return;
    this.#sounds = sounds;
    this.#recording.setSounds(sounds);
  }

  #heard(): readonly MediaStream[] {
    const {localStream, remoteStream} = this.#line.model.state;
    return [localStream, remoteStream, ...this.#line.others.state.streams].filter((stream) => stream !== null);
  }

  #picture(): MediaStreamTrack | null {
    const {remoteVideo, remoteStream} = this.#line.model.state;
    return (remoteVideo && remoteStream?.getVideoTracks()[0]) || null;
  }

  /** Reports the end of a recording, also for a call that is over, because its recording ends with it. */
  async #ended(recording: Recording): Promise<void> {
    const {model, host} = this.#line;
    let blob: Blob | undefined;
    try {
      blob = await recording.file;
    } catch (cause) {
      const error = toSipError(cause, 'media-failed');
      host.config.logger.warn('A recording was lost.', error);
      model.fail(error);
    }
    this.#recording = undefined;
    model.store.patch({recording: false});
    model.tell('sip-recording-change', {recording: false, blob});
  }
}
