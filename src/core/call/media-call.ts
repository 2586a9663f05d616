import type {CallHost, SessionSource} from './call-base.js';
import type {CallState} from './call-state.js';
import {DeviceCall} from './device-call.js';
import {SipError} from '../errors.js';
import {LatestWish} from './latest-wish.js';

/** What a person can do about sound and picture of a call. */
export abstract class MediaCall extends DeviceCall {
  readonly #hold: LatestWish<boolean>;
  readonly #pictureMute: LatestWish<boolean>;

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super(host, initial, source);
    this.#hold = new LatestWish(
      async (held) => {
        if (!held) await host.takeFocus(this);
        await this.current?.setHeld(held);
        this.model.setLocalHold(held);
      },
      (held) => this.snapshot.held.local === held,
    );
    this.#pictureMute = new LatestWish(
      (muted) => this.#mute('video', muted),
      (muted) => this.snapshot.muted.video === muted,
    );
  }

  /** Silences the microphone or blanks the camera; the far end is not told, and nothing is renegotiated. */
  mute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    return this.setMuted(kind, false);
  }

  /** Done at once, but that a camera which was let go has to be opened again; rejects if it cannot, and stays muted. */
  async setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    if (this.model.ended) return;
    if (this.#letsCameraGo(kind)) {
      await this.model.during('video', () => this.#pictureMute.wish(muted));
    } else if (this.snapshot.muted[kind] !== muted) {
      await this.#mute(kind, muted);
    }
  }

  /** Stops listening to the far end, which does not notice, or listens again. */
  setDeaf(deaf: boolean): void {
    this.model.store.patch({deaf});
  }

  deafen(): void {
    this.setDeaf(true);
  }

  undeafen(): void {
    this.setDeaf(false);
  }

  hold(): Promise<void> {
    return this.setHeld(true);
  }

  unhold(): Promise<void> {
    return this.setHeld(false);
  }

  async setHeld(held: boolean): Promise<void> {
    if (!this.model.established) throw new SipError('invalid-state', 'Only a call in conversation can be held.');
    const session = this.current;
    if (!session || (this.snapshot.held.local === held && !this.model.isPending('hold'))) return;
    await this.model.during('hold', () => this.#hold.wish(held));
  }

  /** Adds our camera to the call or takes it out. */
  async setVideo(video: boolean): Promise<void> {
    if (!this.model.established)
      throw new SipError('invalid-state', 'The camera can be switched once the call is answered.');
    const session = this.current;
    if (!session || (this.snapshot.video === video && !this.model.isPending('video'))) return;
    await this.model.during('video', () => session.setVideo(video));
  }

  /**
   * Shares a screen, a window or a tab that the person chooses, and ends that. The far end sees it in place of our camera;
   * without one, a picture is added for the time. Where browser and person share its sound, that is heard with our own. To be called in a click handler. Rejects with `permission-denied` if
   * nothing is chosen, with `renegotiation-refused` if the far end takes no picture.
   */
  async setScreen(screen: boolean): Promise<void> {
    const session = this.inConversation('A screen can be shared once the call is answered.');
    if (this.snapshot.screen === screen && !this.model.isPending('screen')) return;
    await this.model.during('screen', () => session.shareScreen(screen));
  }

  /** Looks for a new way for sound and picture (ICE restart); they go on meanwhile if they can. */
  async restartMedia(): Promise<void> {
    if (!this.current || !this.model.established)
      throw new SipError('invalid-state', 'Only a call in conversation has media that can be restarted.');
    await this.current.restartMedia();
  }

  #letsCameraGo(kind: 'audio' | 'video'): boolean {
    return kind === 'video' && this.host.config.cameraOff === 'free';
  }

  async #mute(kind: 'audio' | 'video', muted: boolean): Promise<void> {
    const done = this.current?.setMuted(kind, muted);
    // What is muted is so at once; only a camera that comes back takes its time, and may not come.
    if (!muted && this.#letsCameraGo(kind)) await done;
    this.model.store.patch({
      muted: Object.freeze({...this.snapshot.muted, [kind]: muted}),
    });
    this.model.tell('sip-mute-change', {kind, muted});
    await done;
  }
}
