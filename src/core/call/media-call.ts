import type {CallHost, SessionSource} from './call-base.js';
import type {CallState} from './call-state.js';
import {DeviceCall} from './device-call.js';
import {SipError} from '../errors.js';
import {LatestWish} from './latest-wish.js';

/** What a person can do about sound and picture of a call. */
export abstract class MediaCall extends DeviceCall {
  readonly #hold: LatestWish<boolean>;

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
  }

  /** Silences the microphone or blanks the camera; the far end is not told, and nothing is renegotiated. */
  mute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, true);
  }

  unmute(kind: 'audio' | 'video' = 'audio'): void {
    this.setMuted(kind, false);
  }

  setMuted(kind: 'audio' | 'video', muted: boolean): void {
    if (this.model.ended || this.snapshot.muted[kind] === muted) return;
    this.current?.setMuted(kind, muted);
    this.model.store.patch({
      muted: Object.freeze({...this.snapshot.muted, [kind]: muted}),
    });
    this.model.tell('sip-mute-change', {call: this.snapshot, kind, muted});
  }

  /** Stops listening to the far end, which does not notice. */
  deafen(): void {
    this.model.store.patch({deaf: true});
  }

  undeafen(): void {
    this.model.store.patch({deaf: false});
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

  /** Looks for a new way for sound and picture (ICE restart); they go on meanwhile if they can. */
  async restartMedia(): Promise<void> {
    if (!this.current || !this.model.established)
      throw new SipError('invalid-state', 'Only a call in conversation has media that can be restarted.');
    await this.current.restartMedia();
  }
}
