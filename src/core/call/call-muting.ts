import type {CallLine} from './call-line.js';
import {SipError} from '../errors.js';
import {LatestWish} from './latest-wish.js';

/** Mutes our microphone and camera in a call, and the far end here. The far end is neither asked nor told. */
export class CallMuting {
  readonly #line: CallLine;
  readonly #camera: LatestWish<boolean>;

  constructor(line: CallLine) {
    this.#line = line;
    this.#camera = new LatestWish(
      (muted) => this.#mute('video', muted),
      (muted) => line.model.state.muted.video === muted,
    );
  }

  /** Works at once, except if a closed camera must be opened again; rejects if that fails, and it stays muted. */
  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    const {model} = this.#line;
    if (model.ended) return;
    if (this.#letsCameraGo(kind)) await model.during('video', () => this.#camera.wish(muted));
    else if (model.state.muted[kind] !== muted) await this.#mute(kind, muted);
  }

  setDeaf(deaf: boolean): void {
    this.#line.model.store.patch({deaf});
  }

  /** @throws SipError `invalid-argument`. */
  setVolume(volume: number): void {
    checkVolume(volume);
    this.#line.model.store.patch({volume});
    this.#line.host.volumeChanged(volume);
  }

  #letsCameraGo(kind: 'audio' | 'video'): boolean {
    return kind === 'video' && this.#line.host.config.cameraOff === 'free';
  }

  async #mute(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    const {model, session} = this.#line;
    const done = session?.setMuted(kind, muted);
    // Muting works at once; only a camera that is opened again takes time, and may fail.
    if (!muted && this.#letsCameraGo(kind)) await done;
    model.store.patch({muted: Object.freeze({...model.state.muted, [kind]: muted})});
    model.tell('sip-mute-change', {kind, muted});
    await done;
  }
}

/** @throws SipError `invalid-argument`. */
export function checkVolume(volume: number): void {
  if (volume >= 0 && volume <= 1) return;
  throw new SipError('invalid-argument', `A volume is a number from 0 to 1, not ${String(volume)}.`);
}
