/**
 * Follows the video tracks of a stream, those that come later too.
 *
 * A `<video>` does not tell when a live picture stops: neither Chromium nor Firefox fires `waiting` or `stalled` for a
 * stream without frames. Its tracks do, by `mute` (Media Capture and Streams, section 4.3.1).
 */
export class VideoTracks {
  readonly #changed: () => void;
  #stream: MediaStream | null = null;
  #following = new AbortController();
  #tracks: readonly MediaStreamTrack[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Frames should come, and none do. */
  get frozen(): boolean {
    const live = this.#tracks.filter((track) => track.readyState === 'live');
    return live.length > 0 && live.every((track) => track.muted);
  }

  /**
   * Follows this stream from now on; to be called again when tracks may have come without an event.
   * @returns Whether it is another stream than before, or has other tracks.
   */
  follow(stream: MediaStream | null): boolean {
    const other = stream !== this.#stream;
    if (other) this.#begin(stream);
    const before = this.#tracks;
    this.#tracks = stream?.getVideoTracks() ?? [];
    const {signal} = this.#following;
    for (const track of this.#tracks.filter((each) => !before.includes(each))) {
      for (const type of ['mute', 'unmute', 'ended']) track.addEventListener(type, this.#changed, {signal});
    }
    return other || before.length !== this.#tracks.length || this.#tracks.some((track) => !before.includes(track));
  }

  #begin(stream: MediaStream | null): void {
    this.#following.abort();
    this.#following = new AbortController();
    this.#tracks = [];
    this.#stream = stream;
    const {signal} = this.#following;
    // Whoever is told updates, and follows again: the new track is seen then.
    for (const type of ['addtrack', 'removetrack']) stream?.addEventListener(type, this.#changed, {signal});
  }
}
