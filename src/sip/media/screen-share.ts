import {SipError} from '../../core/errors.js';
import {inBackground} from '../guarded.js';
import {offerPicture, type PictureParts} from './picture.js';
import {sendScreenSound} from './screen-sound.js';
import {exchangeTrack} from './track-switch.js';

/** Shares a screen: in the place of our camera if that is sent, else as a picture that a re-INVITE adds and removes. */
export class ScreenShare {
  readonly #parts: PictureParts;
  #wish = new AbortController();
  #silence: (() => Promise<void>) | undefined;

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  /**
   * To begin rejects as `MediaPort.openScreen()` does, or with `renegotiation-refused`; then nothing is shown. To end
   * always works, whatever the far end answers.
   */
  async set(screen: boolean): Promise<void> {
    const {description, signal} = this.#parts;
    this.#wish.abort(new SipError('call-failed', 'The screen was switched again.'));
    this.#wish = new AbortController();
    const shared = description.local.get('video', 'cover');
    if (!screen && shared) await this.#end(shared);
    else if (screen && !shared) await this.#begin(AbortSignal.any([this.#wish.signal, signal]));
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const {media, description, config} = this.#parts;
    const {local} = description;
    const stream = await media.openScreen({signal});
    // `openScreen()` guarantees that there is one.
    const picture = stream.getVideoTracks()[0] as MediaStreamTrack;
    try {
      local.put('video', 'cover', picture)?.stop();
      await offerPicture({...this.#parts, signal});
      if (stream.getAudioTracks().length > 0) this.#silence = await sendScreenSound(this.#parts, stream);
      signal.throwIfAborted();
      // The person may have used the browser's own button, or closed the window that was shared.
      if (picture.readyState === 'ended') throw new SipError('permission-denied', 'The sharing was ended at once.');
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      await this.#end(picture);
      throw error;
    }
    picture.addEventListener('ended', () =>
      inBackground(config.logger, 'The end of a shared screen', this.#end(picture)),
    );
  }

  /** Stops the capture at once. Then the far end sees the camera again, or no picture. */
  async #end(picture: MediaStreamTrack): Promise<void> {
    const {description, renegotiation, config} = this.#parts;
    const {local} = description;
    picture.stop();
    const silence = this.#silence;
    this.#silence = undefined;
    await silence?.();
    if (local.get('video', 'cover') !== picture) return;
    await exchangeTrack(description, ['video', 'cover'], null);
    const isEmpty = () => description.intent.show && !local.sent('video');
    try {
      await renegotiation.run(() => (isEmpty() ? {show: false} : undefined));
    } catch (error) {
      config.logger.info('The far end does not agree that there is no picture any more.', error);
    }
  }
}
