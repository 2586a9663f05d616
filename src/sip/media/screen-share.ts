import {SipError} from '../../core/errors.js';
import {inBackground} from '../guarded.js';
import {offerPicture, type PictureParts} from './picture.js';
import {sendScreenSound} from './screen-sound.js';
import {exchangeTrack} from './track-switch.js';

/** Shares a screen: in place of our camera where one is sent, else as a picture that comes and goes by re-INVITE. */
export class ScreenShare {
  readonly #parts: PictureParts;
  #wish = new AbortController();
  #silence: (() => Promise<void>) | undefined;

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  /**
   * Rejects as `MediaPort.openScreen()` does, or `renegotiation-refused`, and nothing is shared. To end it always works,
   * whatever the far end says to it.
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
    // `openScreen()` has seen to it that there is one.
    const picture = stream.getVideoTracks()[0] as MediaStreamTrack;
    try {
      local.put('video', 'cover', picture)?.stop();
      await offerPicture({...this.#parts, signal});
      if (stream.getAudioTracks().length > 0) this.#silence = await sendScreenSound(this.#parts, stream);
      signal.throwIfAborted();
      // The browser has a button of its own to end it, and windows can be closed.
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

  /** Nothing is captured any more from now on; then the far end sees the camera again, or no picture. */
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
