import type {Kind} from '../negotiation/sdp.js';

/** The tracks that we send in one call: who owns them, what is muted, that they are stopped in the end. */
export class LocalMedia {
  /** One stream for the whole call; tracks come and go in it. */
  #stream: MediaStream | undefined;
  #used = false;
  #closed = false;
  #held = false;
  readonly #muted: Record<Kind, boolean> = {audio: false, video: false};

  get stream(): MediaStream | null {
    return (this.#used && this.#stream) || null;
  }

  /** The stream that offers name; it is there before any track is. */
  get named(): MediaStream {
    return (this.#stream ??= new MediaStream());
  }

  track(kind: Kind): MediaStreamTrack | null {
    return this.#stream?.getTracks().find((track) => track.kind === kind) ?? null;
  }

  /** Takes a track over; one of the same kind that is already here is left to the caller. After the end it is stopped. */
  add(track: MediaStreamTrack): void {
    if (this.#closed) {
      track.stop();
      return;
    }
    this.named.addTrack(track);
    this.#used = true;
    this.#apply();
  }

  /** Takes a track out and leaves it to the caller. */
  release(track: MediaStreamTrack): void {
    this.#stream?.removeTrack(track);
  }

  /** Takes a track out and stops it, which turns the light of a camera off. */
  remove(track: MediaStreamTrack): void {
    this.release(track);
    track.stop();
  }

  /** Remembered also while there is no such track. */
  setMuted(kind: Kind, muted: boolean): void {
    this.#muted[kind] = muted;
    this.#apply();
  }

  /** A far end on hold hears and sees nothing of us, although the offer says `sendonly` (RFC 3264 section 8.4). */
  setHeld(held: boolean): void {
    this.#held = held;
    this.#apply();
  }

  /** Frees the devices. */
  close(): void {
    this.#closed = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }

  #apply(): void {
    for (const track of this.#stream?.getTracks() ?? []) {
      track.enabled = !this.#held && !this.#muted[track.kind === 'audio' ? 'audio' : 'video'];
    }
  }
}
