import {SipError} from '../../core/errors.js';
import {openCamera} from './open-camera.js';
import type {PictureParts} from './picture.js';
import {exchangeTrack} from './track-switch.js';

/** Whether a muted camera is to be closed until the person unmutes it. */
export function isResting({config, description}: Pick<PictureParts, 'config' | 'description'>): boolean {
  return config.cameraOff === 'free' && description.local.isMuted('video');
}

/**
 * Mutes the camera: the far end sees black. If the page wants it (`cameraOff: 'free'`), the camera is closed meanwhile,
 * so that its light goes out and other programs can use it. It is opened again without a re-INVITE.
 */
export class CameraRest {
  readonly #parts: Omit<PictureParts, 'renegotiation'>;
  #wish = new AbortController();

  constructor(parts: Omit<PictureParts, 'renegotiation'>) {
    this.#parts = parts;
  }

  /** Rejects with the camera's error if the browser cannot open it again; then the camera stays muted. */
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
    // The call gave the camera up while it was being opened.
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
