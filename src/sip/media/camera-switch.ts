import {SipError} from '../../core/errors.js';
import {offerPicture, type PictureParts} from './picture.js';

/** Adds our camera to a running session and takes it out again; a newer wish makes an older one void. */
export class CameraSwitch {
  readonly #parts: PictureParts;
  #wish = new AbortController();

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  async set(video: boolean): Promise<void> {
    const {description, signal} = this.#parts;
    this.#wish.abort(new SipError('call-failed', 'The camera was switched again.'));
    this.#wish = new AbortController();
    if (!video) await this.#drop(this.#wish.signal);
    else if (!description.intent.show) await this.#add(AbortSignal.any([this.#wish.signal, signal]));
  }

  async #drop(signal: AbortSignal): Promise<void> {
    const {description, renegotiation} = this.#parts;
    const {local} = description;
    const camera = local.get('video', 'device');
    await renegotiation.run(() => (description.intent.show && !signal.aborted ? {show: false} : undefined));
    if (signal.aborted || local.get('video', 'device') !== camera) return;
    local.put('video', 'device', null)?.stop();
  }

  /** The person may take a minute to allow the camera: re-INVITEs of either side go on meanwhile. */
  async #add(signal: AbortSignal): Promise<void> {
    const {media, description} = this.#parts;
    const {local} = description;
    const {stream} = await media.open({audio: false, video: true}, {signal});
    const [camera = null] = stream.getVideoTracks();
    try {
      signal.throwIfAborted();
      if (!camera) throw new SipError('no-camera', 'The browser opened no camera.');
      local.put('video', 'device', camera)?.stop();
      await offerPicture({...this.#parts, signal});
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      // Another camera may have taken its place meanwhile, or that of a newer wish.
      if (!signal.aborted || local.get('video', 'device') === camera) local.put('video', 'device', null)?.stop();
      throw error;
    }
  }
}
