import type {CallLine} from './call-line.js';
import {SipError} from '../errors.js';
import {LatestWish} from './latest-wish.js';

/** What is silenced in a call: our microphone and camera, and the far end. Nobody is asked or told. */
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

  /** Done at once, but that a camera which was let go has to be opened again; rejects if it cannot, and stays muted. */
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
    // What is muted is so at once; only a camera that comes back takes its time, and may not come.
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
