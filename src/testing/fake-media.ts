import {builtIn} from '../core/built-in.js';
import {NOTHING_CHOSEN, type ChosenDevices, type Device, type DeviceKind} from '../core/devices/device-state.js';
import {SipError} from '../core/errors.js';
import type {
  AudioMix,
  CallMedia,
  LevelMeter,
  MediaDevices,
  MediaPort,
  MediaPortFactory,
  MixedCall,
  OpenedMedia,
  Recording,
  RecordingOptions,
  RemoteAudio,
  Tone,
} from '../core/media-port.js';
import {FakeRecording} from './fake-recording.js';

/** Media without devices: tracks are silent, and tones are only noted. */
export class FakeMedia implements MediaPort {
  /** The error of `open()`; undefined lets it succeed. */
  failure: SipError | undefined;
  /** The error of a wanted camera that is missing. */
  missingCamera: SipError | undefined;
  /** Every stream that was opened. */
  readonly opened: MediaStream[] = [];
  /** Tones that are playing now. */
  readonly tones: Tone[] = [];
  /** Keys whose sound was played, in order. */
  readonly keys: string[] = [];
  /** Remote streams that are being played. */
  readonly playing = new Map<MediaStream, {muted: boolean; volume: number; speaker: string | null}>();
  /** The arguments of `open()`, in order. */
  readonly wanted: CallMedia[] = [];
  /** The devices that are used. */
  readonly used: Record<DeviceKind, string> = {microphone: '', camera: '', speaker: '', ringer: ''};
  /** What is plugged in; `plug()` changes it. */
  present: MediaDevices = {microphones: [], cameras: [], speakers: [], denied: []};
  /** The device that the person chooses in the browser's own dialog. */
  choice: Device | null = null;
  /** The choice that the browser keeps for the next page. */
  memory: ChosenDevices = NOTHING_CHOSEN;
  /** Ids of loudspeakers on which nothing can be played. */
  readonly mute = new Set<string>();
  /** How loud every stream is. */
  loudness = 0;
  /** Meters that nobody has closed. */
  meters = 0;
  /** The calls that hear each other now. */
  mixed: readonly MixedCall[] = [];
  /** Recordings under way; their `end()` ends them, also when nobody asked for that. */
  readonly recordings: FakeRecording[] = [];
  /** Whether the next shared screen has sound. */
  screenSound = false;
  speakerChoice: 'list' | 'dialog' | 'none' = 'list';
  blocked = false;
  destroyed = false;

  readonly #blockedListeners = new Set<(blocked: boolean) => void>();
  readonly #deviceListeners = new Set<() => void>();
  readonly #lostListeners = new Set<(track: MediaStreamTrack) => void>();

  /** Hand this to `createPhone` or to `<sip-phone>.ports`. */
  readonly factory: MediaPortFactory = () => {
    this.destroyed = false;
    return Promise.resolve(this);
  };

  /** Tracks that nobody has stopped yet. */
  get liveTracks(): number {
    // A track that took the place of another is in the stream of its call, too.
    const tracks = new Set(this.opened.flatMap((stream) => stream.getTracks()));
    return [...tracks].filter(({readyState}) => readyState === 'live').length;
  }

  async open(wanted: CallMedia, {signal}: {signal: AbortSignal}): Promise<OpenedMedia> {
    this.wanted.push(wanted);
    await Promise.resolve();
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
    const missing = wanted.video ? this.missingCamera : undefined;
    if (missing && !wanted.audio) throw missing;
    const stream = new MediaStream();
    const {present, used} = this;
    if (wanted.audio) stream.addTrack(of(silence(), wanted.microphone ?? used.microphone, present.microphones));
    if (wanted.video && !missing) stream.addTrack(of(blackness(), wanted.camera ?? used.camera, present.cameras));
    this.opened.push(stream);
    return {stream, missing};
  }

  /** Fails as `open()` does. */
  async openScreen({signal}: {signal: AbortSignal}): Promise<MediaStream> {
    await Promise.resolve();
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
    const stream = new MediaStream([hearsTests(blackness()), ...(this.screenSound ? [silence()] : [])]);
    this.opened.push(stream);
    return stream;
  }

  black(): MediaStreamTrack {
    const track = blackness();
    this.opened.push(new MediaStream([track]));
    return track;
  }

  playRemote(stream: MediaStream): RemoteAudio {
    const state: {muted: boolean; volume: number; speaker: string | null} = {muted: false, volume: 1, speaker: null};
    this.playing.set(stream, state);
    return {
      setMuted: (muted) => {
        state.muted = muted;
      },
      setVolume: (volume) => {
        state.volume = volume;
      },
      setSpeaker: (deviceId) => {
        state.speaker = deviceId;
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

  get sounding(): boolean {
    return this.tones.length > 0 && !this.blocked;
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
    return Promise.resolve(this.present);
  }

  onDevicesChange(listener: () => void): () => void {
    this.#deviceListeners.add(listener);
    return () => void this.#deviceListeners.delete(listener);
  }

  onTrackLost(listener: (track: MediaStreamTrack) => void): () => void {
    this.#lostListeners.add(listener);
    return () => void this.#lostListeners.delete(listener);
  }

  /** A device was plugged in or unplugged, allowed or forbidden. */
  plug(change: Partial<MediaDevices>): void {
    this.present = {...this.present, ...change};
    for (const listener of this.#deviceListeners) listener();
  }

  /** The device of a track was unplugged. */
  lose(track: MediaStreamTrack): void {
    track.stop();
    for (const listener of this.#lostListeners) listener(track);
  }

  use(kind: DeviceKind, deviceId: string): Promise<boolean> {
    if (this.mute.has(deviceId)) return Promise.resolve(false);
    this.used[kind] = deviceId;
    return Promise.resolve(true);
  }

  canPlayOn(deviceId: string): Promise<boolean> {
    return Promise.resolve(!this.mute.has(deviceId));
  }

  choose(): Promise<Device | null> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.choice);
  }

  remembered(): ChosenDevices {
    return this.memory;
  }

  remember(chosen: ChosenDevices): void {
    this.memory = chosen;
  }

  measure(): LevelMeter {
    this.meters += 1;
    return {
      level: () => this.loudness,
      close: () => {
        this.meters -= 1;
      },
    };
  }

  mix(): Promise<AudioMix> {
    if (this.failure) return Promise.reject(this.failure);
    const tracks = new Map<string, MediaStreamTrack>();
    return Promise.resolve({
      set: (calls) => {
        this.mixed = calls;
        return new Map(
          calls.map(({id}) => {
            const track = tracks.get(id) ?? silence();
            tracks.set(id, track);
            return [id, track];
          }),
        );
      },
      close: () => {
        for (const track of tracks.values()) track.stop();
        this.mixed = [];
      },
    });
  }

  record(options: RecordingOptions): Promise<Recording> {
    if (this.failure) return Promise.reject(this.failure);
    const recording = new FakeRecording(options, () => this.recordings.splice(this.recordings.indexOf(recording), 1));
    this.recordings.push(recording);
    return Promise.resolve(recording);
  }

  destroy(): void {
    for (const recording of [...this.recordings]) recording.stop();
    this.destroyed = true;
    this.tones.length = 0;
    this.playing.clear();
    this.#blockedListeners.clear();
    this.#deviceListeners.clear();
    this.#lostListeners.clear();
  }
}

/** Gives a track the id and label of the wanted device, or of the first one if the wanted one is not there. */
function of(track: MediaStreamTrack, deviceId: string, devices: readonly Device[]): MediaStreamTrack {
  const device = devices.find((one) => one.deviceId === deviceId) ?? devices[0];
  if (!device) return track;
  Object.defineProperty(track, 'label', {value: device.label});
  return Object.assign(track, {getSettings: () => ({deviceId: device.deviceId})});
}

let context: AudioContext | undefined;

function silence(): MediaStreamTrack {
  context ??= new AudioContext();
  return first(context.createMediaStreamDestination().stream);
}

function blackness(): MediaStreamTrack {
  const canvas = builtIn(document, 'createElement')('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, canvas.width, canvas.height);
  return first(canvas.captureStream());
}

function first(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new SipError('media-failed', 'The browser made a stream without a track.');
  return track;
}

/**
 * Lets the listeners of a track hear events that a test dispatches. Firefox does not show those to listeners that do
 * not ask for them.
 */
export function hearsTests(track: MediaStreamTrack): MediaStreamTrack {
  const listen = track.addEventListener.bind(track) as (...args: unknown[]) => void;
  track.addEventListener = (...args: unknown[]) => listen(args[0], args[1], args[2] ?? false, true);
  return track;
}
