import type {Kind} from '../negotiation/sdp.js';

const KINDS: readonly Kind[] = ['audio', 'video'];

/**
 * The source of a track of ours; a later place in this list hides the ones before it.
 *
 * - `blank`: a black picture, for the far end while a muted camera is closed.
 * - `device`: the microphone or the camera.
 * - `cover`: what the person shows instead: a screen, or microphone and screen mixed into one sound.
 * - `substitute`: a track of somebody else, for example a conference's. It is sent, and is no part of our own stream.
 */
export type Place = 'blank' | 'device' | 'cover' | 'substitute';

type Places = Record<Place, MediaStreamTrack | null>;

/** The tracks that we send in one call. Knows their sources and which are muted, and stops those that it owns. */
export class LocalMedia {
  readonly #changed: () => void;
  /** One stream for the whole call; tracks are added and removed. */
  #stream: MediaStream | undefined;
  #microphone: MediaStream | undefined;
  #used = false;
  #closed = false;
  #held = false;
  #withheld: readonly Kind[] = [];
  readonly #tracks: Readonly<Record<Kind, Places>> = {audio: nothing(), video: nothing()};
  readonly #muted: Record<Kind, boolean> = {audio: false, video: false};

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get stream(): MediaStream | null {
    return (this.#used && this.#stream) || null;
  }

  /** The stream that offers name; it exists before any track does. */
  get named(): MediaStream {
    return (this.#stream ??= new MediaStream());
  }

  /** A stream of the microphone alone. If the microphone changes, the stream stays and its track changes. */
  get microphone(): MediaStream {
    if (!this.#microphone) exchangeIn((this.#microphone = new MediaStream()), 'audio', this.#tracks.audio.device);
    return this.#microphone;
  }

  get(kind: Kind, place: Place): MediaStreamTrack | null {
    return this.#tracks[kind][place];
  }

  isMuted(kind: Kind): boolean {
    return this.#muted[kind];
  }

  /** The track that the person sees or hears as the own one. */
  shown(kind: Kind): MediaStreamTrack | null {
    const {cover, device} = this.#tracks[kind];
    return cover ?? device;
  }

  /** The track that goes to the far end. */
  sent(kind: Kind): MediaStreamTrack | null {
    const {substitute, blank} = this.#tracks[kind];
    return substitute ?? this.shown(kind) ?? blank;
  }

  /**
   * Puts a track into a place, or null. Returns the track before it, which the caller stops. After the call has ended,
   * the new track is stopped at once.
   */
  put(kind: Kind, place: Place, track: MediaStreamTrack | null): MediaStreamTrack | null {
    const before = this.#tracks[kind][place];
    if (this.#closed) {
      if (place !== 'substitute') track?.stop();
      return before;
    }
    this.#tracks[kind][place] = track;
    if (kind === 'audio' && this.#microphone) exchangeIn(this.#microphone, kind, this.#tracks.audio.device);
    this.#show(kind);
    this.#apply();
    this.#changed();
    return before;
  }

  /** The setting also counts for a track that comes later. */
  setMuted(kind: Kind, muted: boolean): void {
    this.#muted[kind] = muted;
    this.#apply();
  }

  /**
   * While we hold the far end, it hears and sees nothing of us, although the offer says `sendonly` (RFC 3264 section
   * 8.4).
   */
  setHeld(held: boolean): void {
    this.#held = held;
    this.#apply();
  }

  /**
   * Before the far end has answered, it gets silence instead of sound: RTP opens the way for early media and carries
   * digits. It gets no picture, while the person still sees the own one.
   */
  withhold(kinds: readonly Kind[]): void {
    this.#withheld = kinds;
    this.#apply();
  }

  withholds(kind: Kind): boolean {
    return this.#withheld.includes(kind);
  }

  /** Closes microphone and camera. A later attempt to answer opens them again. */
  free(): void {
    this.#used = false;
    for (const kind of KINDS) for (const place of ['blank', 'device'] as const) this.put(kind, place, null)?.stop();
  }

  /** Frees the devices for good. */
  close(): void {
    this.#closed = true;
    for (const kind of KINDS) {
      const {blank, device, cover} = this.#tracks[kind];
      for (const track of [blank, device, cover]) track?.stop();
    }
  }

  #show(kind: Kind): void {
    const shown = this.shown(kind);
    if (shown) this.#used = true;
    exchangeIn(this.named, kind, shown);
  }

  /** Muting concerns the microphone or camera alone: a shared screen and the others of a conference are still sent. */
  #apply(): void {
    for (const kind of KINDS) {
      const {device, cover, substitute} = this.#tracks[kind];
      const sounds = !this.#held && !(kind === 'audio' && this.withholds(kind));
      if (device) device.enabled = sounds && !this.#muted[kind];
      for (const track of [cover, substitute]) if (track) track.enabled = sounds;
    }
  }
}

/**
 * The browser fires no event when a script changes a stream (Media Capture and Streams, section 4.2). Whatever shows
 * the stream needs one.
 */
function exchangeIn(stream: MediaStream, kind: Kind, track: MediaStreamTrack | null): void {
  const before = stream.getTracks().find((each) => each.kind === kind) ?? null;
  if (before === track) return;
  if (before) stream.removeTrack(before);
  if (track) stream.addTrack(track);
  if (before) stream.dispatchEvent(new MediaStreamTrackEvent('removetrack', {track: before}));
  if (track) stream.dispatchEvent(new MediaStreamTrackEvent('addtrack', {track}));
}

function nothing(): Places {
  return {blank: null, device: null, cover: null, substitute: null};
}
