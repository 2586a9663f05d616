import {SipError} from '../core/errors.js';
import type {
  CallMedia,
  MediaDevices,
  MediaPort,
  MediaPortFactory,
  OpenedMedia,
  RemoteAudio,
  Tone,
} from '../core/media-port.js';

/** Media without devices: silent tracks, tones that are only noted. */
export class FakeMedia implements MediaPort {
  /** What `open()` fails with; undefined lets it succeed. */
  failure: SipError | undefined;
  /** Why there is no camera, though one is wanted. */
  missingCamera: SipError | undefined;
  /** Every stream that was opened. */
  readonly opened: MediaStream[] = [];
  /** Tones that sound now. */
  readonly tones: Tone[] = [];
  /** Keys that were heard, in order. */
  readonly keys: string[] = [];
  /** Remote streams that are being played. */
  readonly playing = new Map<MediaStream, {muted: boolean; volume: number}>();
  blocked = false;
  destroyed = false;

  readonly #blockedListeners = new Set<(blocked: boolean) => void>();
  readonly #deviceListeners = new Set<() => void>();

  /** Hand this to `createPhone` or to `<sip-phone>.ports`. */
  readonly factory: MediaPortFactory = () => {
    this.destroyed = false;
    return Promise.resolve(this);
  };

  /** Tracks that nobody has stopped yet. */
  get liveTracks(): number {
    return this.opened.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === 'live').length;
  }

  async open(wanted: CallMedia, {signal}: {signal: AbortSignal}): Promise<OpenedMedia> {
    await Promise.resolve();
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
    const missing = wanted.video ? this.missingCamera : undefined;
    if (missing && !wanted.audio) throw missing;
    const stream = new MediaStream();
    if (wanted.audio) stream.addTrack(silence());
    if (wanted.video && !missing) stream.addTrack(blackness());
    this.opened.push(stream);
    return {stream, missing};
  }

  playRemote(stream: MediaStream): RemoteAudio {
    const state = {muted: false, volume: 1};
    this.playing.set(stream, state);
    return {
      setMuted: (muted) => {
        state.muted = muted;
      },
      setVolume: (volume) => {
        state.volume = volume;
      },
      close: () => void this.playing.delete(stream),
    };
  }

  startTone(tone: Tone): () => void {
    this.tones.push(tone);
    return () => {
      const index = this.tones.indexOf(tone);
      if (index >= 0) this.tones.splice(index, 1);
    };
  }

  playKey(digit: string): void {
    this.keys.push(digit);
  }

  /** The browser starts or stops refusing to play. */
  setBlocked(blocked: boolean): void {
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    for (const listener of this.#blockedListeners) listener(blocked);
  }

  onBlockedChange(listener: (blocked: boolean) => void): () => void {
    this.#blockedListeners.add(listener);
    return () => void this.#blockedListeners.delete(listener);
  }

  unblock(): Promise<void> {
    this.setBlocked(false);
    return Promise.resolve();
  }

  devices(): Promise<MediaDevices> {
    return Promise.resolve({microphones: [], cameras: [], speakers: []});
  }

  onDevicesChange(listener: () => void): () => void {
    this.#deviceListeners.add(listener);
    return () => void this.#deviceListeners.delete(listener);
  }

  destroy(): void {
    this.destroyed = true;
    this.tones.length = 0;
    this.playing.clear();
    this.#blockedListeners.clear();
    this.#deviceListeners.clear();
  }
}

let context: AudioContext | undefined;

function silence(): MediaStreamTrack {
  context ??= new AudioContext();
  return first(context.createMediaStreamDestination().stream);
}

function blackness(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, canvas.width, canvas.height);
  return first(canvas.captureStream());
}

function first(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new SipError('media-failed', 'The browser made a stream without a track.');
  return track;
}
