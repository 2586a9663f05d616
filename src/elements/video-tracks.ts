/**
 * Follows the video tracks of a stream, including those that are added later.
 *
 * A `<video>` does not tell when a live video stops: neither Chromium nor Firefox fires `waiting` or `stalled` for a
 * stream without frames. The tracks tell it with the event `mute` (Media Capture and Streams, section 4.3.1).
 */
export class VideoTracks {
  readonly #changed: () => void;
  #stream: MediaStream | null = null;
  #following = new AbortController();
  #tracks: readonly MediaStreamTrack[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether frames should arrive but do not. */
  get frozen(): boolean {
    const live = this.#tracks.filter((track) => track.readyState === 'live');
    return live.length > 0 && live.every((track) => track.muted);
  }

  /**
   * Follows this stream from now on. Call it again when the tracks may have changed without an event.
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
    // The element updates and calls `follow()` again, which then finds the new track.
    for (const type of ['addtrack', 'removetrack']) stream?.addEventListener(type, this.#changed, {signal});
  }
}
