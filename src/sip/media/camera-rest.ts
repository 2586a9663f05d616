import {SipError} from '../../core/errors.js';
import {openCamera, type PictureParts} from './picture.js';
import {exchangeTrack} from './track-switch.js';

/** A muted camera that is to be let go meanwhile. */
export function isResting({config, description}: Pick<PictureParts, 'config' | 'description'>): boolean {
  return config.cameraOff === 'free' && description.local.isMuted('video');
}

/**
 * Mutes the camera: the far end sees black. Where that is wanted the camera is let go meanwhile, so that its light goes
 * out and others can use it, and opened again without a word to the far end.
 */
export class CameraRest {
  readonly #parts: PictureParts;
  #wish = new AbortController();

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  /** Rejects with the camera's error if it cannot be opened again, and it stays muted. */
  async setMuted(muted: boolean): Promise<void> {
    const {local} = this.#parts.description;
    this.#wish.abort(new SipError('call-failed', 'The camera was muted again.'));
    this.#wish = new AbortController();
    if (!muted && local.get('video', 'blank')) await this.#wake();
    local.setMuted('video', muted);
    if (isResting(this.#parts) && local.get('video', 'device')) await this.#rest();
  }

  async #rest(): Promise<void> {
    const {description, media} = this.#parts;
    const {local} = description;
    local.put('video', 'blank', media.black(local.get('video', 'device')?.getSettings()))?.stop();
    (await exchangeTrack(description, ['video', 'device'], null))?.stop();
  }

  async #wake(): Promise<void> {
    const {description, media, signal} = this.#parts;
    const {local} = description;
    const camera = await openCamera(media, AbortSignal.any([this.#wish.signal, signal]));
    // Taken out of the call in the meantime.
    if (!local.get('video', 'blank')) {
      camera.stop();
      return;
    }
    try {
      await exchangeTrack(description, ['video', 'device'], camera);
    } catch (error) {
      camera.stop();
      throw error;
    }
    local.put('video', 'blank', null)?.stop();
  }
}
