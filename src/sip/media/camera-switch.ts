import {SipError} from '../../core/errors.js';
import {isResting} from './camera-rest.js';
import {openCamera} from './open-camera.js';
import {offerPicture, type PictureParts} from './picture.js';

/** Adds our camera to a running session and removes it again. A newer wish cancels an older one. */
export class CameraSwitch {
  readonly #parts: PictureParts;
  #wish = new AbortController();

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  async set(video: boolean): Promise<void> {
    const {description, signal} = this.#parts;
    const {local, intent} = description;
    this.#wish.abort(new SipError('call-failed', 'The camera was switched again.'));
    this.#wish = new AbortController();
    const there = intent.show && (local.get('video', 'device') ?? local.get('video', 'blank'));
    if (!video) await this.#drop(this.#wish.signal);
    else if (!there) await this.#add(AbortSignal.any([this.#wish.signal, signal]));
  }

  /** A screen that is shown in the place of the camera stays. */
  async #drop(signal: AbortSignal): Promise<void> {
    const {description, renegotiation} = this.#parts;
    const {local} = description;
    const camera = local.get('video', 'device');
    const isLast = () => description.intent.show && !local.get('video', 'cover');
    await renegotiation.run(() => (isLast() && !signal.aborted ? {show: false} : undefined));
    if (signal.aborted || local.get('video', 'device') !== camera) return;
    for (const place of ['device', 'blank'] as const) local.put('video', place, null)?.stop();
  }

  /** The person may take a minute to allow the camera. Re-INVITEs of both sides go on during that time. */
  async #add(signal: AbortSignal): Promise<void> {
    const {media, description} = this.#parts;
    const {local} = description;
    const rests = isResting(this.#parts);
    const place = rests ? 'blank' : 'device';
    const track = rests ? media.black() : await openCamera(media, signal);
    try {
      local.put('video', place, track)?.stop();
      await offerPicture({...this.#parts, signal});
    } catch (error) {
      track.stop();
      // Meanwhile another camera, or that of a newer wish, may have taken its place.
      if (!signal.aborted || local.get('video', place) === track) local.put('video', place, null)?.stop();
      throw error;
    }
  }
}
