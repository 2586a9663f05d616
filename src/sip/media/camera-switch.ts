import {SipError} from '../../core/errors.js';
import type {MediaPort} from '../../core/media-port.js';
import type {Renegotiation} from '../negotiation/renegotiation.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';

export interface CameraSwitchOptions {
  readonly media: MediaPort;
  readonly description: DescriptionHandler;
  readonly renegotiation: Pick<Renegotiation, 'run'>;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
}

/** Adds our camera to a running session and takes it out again; a newer wish makes an older one void. */
export class CameraSwitch {
  readonly #options: CameraSwitchOptions;
  #wish = new AbortController();

  constructor(options: CameraSwitchOptions) {
    this.#options = options;
  }

  async set(video: boolean): Promise<void> {
    const {description, renegotiation, signal} = this.#options;
    this.#wish.abort(new SipError('call-failed', 'The camera was switched again.'));
    this.#wish = new AbortController();
    if (!video) await renegotiation.run(() => (description.intent.camera ? {camera: null} : undefined));
    else if (!description.intent.camera) await this.#add(AbortSignal.any([this.#wish.signal, signal]));
  }

  /** The person may take a minute to allow the camera: re-INVITEs of either side go on meanwhile. */
  async #add(signal: AbortSignal): Promise<void> {
    const {media, description, renegotiation} = this.#options;
    const {stream} = await media.open({audio: false, video: true}, {signal});
    const [camera] = stream.getVideoTracks();
    try {
      signal.throwIfAborted();
      if (!camera) throw new SipError('no-camera', 'The browser opened no camera.');
      await renegotiation.run(() => (signal.aborted ? undefined : {camera}));
      signal.throwIfAborted();
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      throw error;
    }
    const {video, remoteHeld} = description.media;
    if (video || remoteHeld || description.intent.held) return;
    await description.dropCamera();
    throw new SipError('renegotiation-refused', 'The far end does not take a picture.', {status: 488});
  }
}
