import type {Kind} from '../negotiation/sdp.js';

const KINDS: readonly Kind[] = ['audio', 'video'];

/**
 * Where a track of ours comes from; a later one hides those before it.
 *
 * - `blank`: what the far end sees of a camera that was let go, black.
 * - `device`: the microphone or the camera.
 * - `cover`: what the person shows instead: a screen; or microphone and screen in one sound.
 * - `substitute`: somebody else's, a conference's for instance. It is sent, and no part of our own stream.
 */
export type Place = 'blank' | 'device' | 'cover' | 'substitute';

type Places = Record<Place, MediaStreamTrack | null>;

/** The tracks that we send in one call: who owns them, what is muted, that they are stopped in the end. */
export class LocalMedia {
  readonly #changed: () => void;
  /** One stream for the whole call; tracks come and go in it. */
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

  /** The stream that offers name; it is there before any track is. */
  get named(): MediaStream {
    return (this.#stream ??= new MediaStream());
  }

  /** The microphone alone; another one comes into the same stream. */
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

  /** What the person sees or hears as ours. */
  shown(kind: Kind): MediaStreamTrack | null {
    const {cover, device} = this.#tracks[kind];
    return cover ?? device;
  }

  /** What goes to the far end. */
  sent(kind: Kind): MediaStreamTrack | null {
    const {substitute, blank} = this.#tracks[kind];
    return substitute ?? this.shown(kind) ?? blank;
  }

  /** Takes a track over, or lets go of one; the one before is the caller's to stop. After the end it is stopped. */
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

  /**
   * The far end has not answered: it gets silence for sound, which opens the way for what comes back and carries digits,
   * and nothing of a picture, which the person goes on to see.
   */
  withhold(kinds: readonly Kind[]): void {
    this.#withheld = kinds;
    this.#apply();
  }

  withholds(kind: Kind): boolean {
    return this.#withheld.includes(kind);
  }

  /** Frees the devices. */
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

  /** Who mutes microphone or camera still wants the screen to be seen, and the others of a conference to be heard. */
  #apply(): void {
    for (const kind of KINDS) {
      const {device, cover, substitute} = this.#tracks[kind];
      const sounds = !this.#held && !(kind === 'audio' && this.withholds(kind));
      if (device) device.enabled = sounds && !this.#muted[kind];
      for (const track of [cover, substitute]) if (track) track.enabled = sounds;
    }
  }
}

/** Script that changes a stream gets no event of it (Media Capture and Streams, section 4.2), whoever shows it needs one. */
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
