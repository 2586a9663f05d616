import {SipError} from '../../core/errors.js';
import type {Recording, RecordingOptions} from '../../core/media-port.js';
import type {AutoplayGate} from '../autoplay-gate.js';
import {startContext} from '../start-context.js';
import {StreamSounds} from './stream-sounds.js';

/** The types to try in turn. Firefox before 139 writes sound without a picture as Ogg, Safari before 18.4 only MP4. */
const TYPES = {
  sound: ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'],
  picture: ['video/webm;codecs=vp8,opus', 'video/mp4'],
};
/** Milliseconds of each part that the recorder hands over, so that it does not keep an hour in its memory. */
const SLICE = 1000;

/** Records sounds, which may change during the recording, as one mono track, together with a picture track as it is. */
export class StreamRecorder implements Recording {
  readonly file: Promise<Blob>;
  readonly #context = new AudioContext();
  readonly #gate: AutoplayGate;
  readonly #sounds = new StreamSounds(this.#context);
  readonly #mix = new MediaStreamAudioDestinationNode(this.#context, {channelCount: 1, channelCountMode: 'explicit'});
  readonly #recorder: MediaRecorder;

  /** @throws SipError `media-unsupported`, `media-failed`. */
  constructor({sounds, picture}: RecordingOptions, gate: AutoplayGate) {
    this.#gate = gate;
    this.setSounds(sounds);
    void startContext(this.#context, gate);
    try {
      const tracks = [...this.#mix.stream.getTracks(), ...(picture ? [picture] : [])];
      this.#recorder = makeRecorder(new MediaStream(tracks), picture ? TYPES.picture : TYPES.sound);
      this.file = fileOf(this.#recorder).finally(() => this.#free());
      this.#recorder.start(SLICE);
    } catch (cause) {
      this.#free();
      if (cause instanceof SipError) throw cause;
      throw new SipError('media-failed', 'The browser could not begin to record.', {cause});
    }
  }

  setSounds(sounds: readonly MediaStream[]): void {
    this.#sounds.connect(sounds.map((stream) => ({stream, to: this.#mix})));
  }

  stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  #free(): void {
    this.#sounds.close();
    this.#gate.release(this.#context);
    // `close()` rejects only if the context is closed already.
    this.#context.close().catch(() => undefined);
  }
}

function makeRecorder(stream: MediaStream, types: readonly string[]): MediaRecorder {
  if (typeof MediaRecorder === 'undefined') throw new SipError('media-unsupported', 'This browser cannot record.');
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  return new MediaRecorder(stream, mimeType === undefined ? {} : {mimeType});
}

/** Resolves with everything up to the end, even if that end was an error (MediaStream Recording, section 2.3). */
function fileOf(recorder: MediaRecorder): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const parts: Blob[] = [];
    let cause: unknown;
    recorder.addEventListener('dataavailable', ({data}) => void parts.push(data));
    recorder.addEventListener('error', (event) => {
      cause = 'error' in event ? event.error : event;
    });
    recorder.addEventListener('stop', () => {
      const file = new Blob(parts, {type: recorder.mimeType});
      if (file.size > 0 || cause === undefined) resolve(file);
      else reject(new SipError('media-failed', 'The browser could not record.', {cause}));
    });
  });
}
