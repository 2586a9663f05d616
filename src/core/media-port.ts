import type {ChosenDevices, Device, DeviceKind, SpeakerChoice} from './devices/device-state.js';
import type {SipError} from './errors.js';

/** The media that a call sends. Sound is always received; a picture is received whenever the far end offers one. */
export interface CallMedia {
  readonly audio: boolean;
  readonly video: boolean;
  /** The id of the microphone to use. Default: the one in use, else any. */
  readonly microphone?: string | undefined;
  /** The id of the camera to use, with the same default. */
  readonly camera?: string | undefined;
}

export interface OpenedMedia {
  readonly stream: MediaStream;
  /** Why a wanted camera is not in the stream; the call goes on without it. */
  readonly missing: SipError | undefined;
}

/** The sound of one far end. */
export interface RemoteAudio {
  setMuted(muted: boolean): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** Plays on its own loudspeaker; null lets it follow the others again. */
  setSpeaker(deviceId: string | null): void;
  close(): void;
}

/** Measures how loud a stream is. */
export interface LevelMeter {
  /** From 0 (silence) to 1 (full scale), on a scale that follows the ear. */
  level(): number;
  close(): void;
}

/** A call whose far end hears other far ends. */
export interface MixedCall {
  readonly id: string;
  /** Our own sound in the call: its microphone, which may be muted. */
  readonly local: MediaStream;
  /** The sound of its far end; it must be playing. */
  readonly remote: MediaStream;
}

/** Several calls that hear each other. */
export interface AudioMix {
  /**
   * Sets the calls that take part from now on. Returns by id the track to send to each far end: our sound and the
   * others, never its own. The track stays the same while a call takes part. The mix follows tracks that are added to
   * the streams or removed.
   */
  set(calls: readonly MixedCall[]): ReadonlyMap<string, MediaStreamTrack>;
  close(): void;
}

export interface RecordingOptions {
  /** The streams whose sound is recorded, mixed into one. */
  readonly sounds: readonly MediaStream[];
  /** The picture to record with it. */
  readonly picture: MediaStreamTrack | null;
}

/** A recording under way. */
export interface Recording {
  /** Sets the streams whose sound is recorded from now on. */
  setSounds(sounds: readonly MediaStream[]): void;
  /** Ends it. */
  stop(): void;
  /**
   * Resolves with the recording when it has ended, whoever ended it. Rejects with `media-failed` if nothing was
   * recorded.
   */
  readonly file: Promise<Blob>;
}

export type Tone = 'ring' | 'ringback' | 'busy' | 'congestion' | 'waiting';

export interface MediaDevices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
  /** The kinds that the person or the browser's settings have forbidden, as far as the browser tells. */
  readonly denied: readonly DeviceKind[];
}

/** The browser's media devices, as a port. */
export interface MediaPort {
  /**
   * Opens microphone and camera; the caller stops the tracks. If sound is wanted too, a missing camera is no failure.
   * Rejects with `permission-denied`, `no-microphone`, `no-camera`, `device-busy`, `insecure-context`,
   * `media-unsupported`, `media-failed`. After an abort no track stays open and the promise rejects with the signal's
   * reason.
   */
  open(wanted: CallMedia, options: {signal: AbortSignal}): Promise<OpenedMedia>;
  /**
   * Lets the person choose a screen, a window or a tab, with its sound if the browser offers that. Call it in a click
   * handler. The caller stops the tracks; they end by themselves when the person stops the sharing in the browser.
   * Rejects with `permission-denied` (also if nothing is chosen), `media-unsupported`, `insecure-context`,
   * `media-failed`; after an abort as `open()` does.
   */
  openScreen(options: {signal: AbortSignal}): Promise<MediaStream>;
  /** Makes a black picture with the size of these settings; the caller stops it. */
  black(like?: Readonly<{width?: number; height?: number}>): MediaStreamTrack;
  /** Plays the audio tracks of a stream, also those that are added later, without an element in the page. */
  playRemote(stream: MediaStream): RemoteAudio;
  /** Plays a tone until the returned function is called. */
  startTone(tone: Tone): () => void;
  /** Whether a tone is playing and the browser lets it be heard. */
  readonly sounding: boolean;
  /** Plays the short sound of a pressed key (`0-9 * # A-D`). */
  playKey(digit: string): void;
  /** Whether the browser refuses to play sound until the person clicks somewhere. */
  readonly blocked: boolean;
  /** Calls the listener when `blocked` changes; the returned function ends that. */
  onBlockedChange(listener: (blocked: boolean) => void): () => void;
  /** Lets the browser play sound; call it in a click handler. */
  unblock(): Promise<void>;
  /** Resolves with the devices that are plugged in; labels are empty until the person gives permission. */
  devices(): Promise<MediaDevices>;
  /** Calls the listener when a device was plugged in or unplugged, allowed or forbidden. */
  onDevicesChange(listener: () => void): () => void;
  /** Calls the listener when an opened track ended and nobody stopped it: its device was unplugged or forbidden. */
  onTrackLost(listener: (track: MediaStreamTrack) => void): () => void;
  readonly speakerChoice: SpeakerChoice;
  /** Uses a device from now on; `''` is the browser's default. Resolves with false if a loudspeaker cannot be used. */
  use(kind: DeviceKind, deviceId: string): Promise<boolean>;
  /** Resolves with whether sound can be played on that loudspeaker. */
  canPlayOn(deviceId: string): Promise<boolean>;
  /**
   * Lets the person choose in the browser's own dialog; call it in a click handler. Resolves with null if the person
   * chooses nothing. Rejects as `open()` does, and with `no-speaker`.
   */
  choose(kind: DeviceKind): Promise<Device | null>;
  /** Returns the devices that were chosen on an earlier page. */
  remembered(): ChosenDevices;
  remember(chosen: ChosenDevices): void;
  /** Measures a stream until the meter is closed. */
  measure(stream: MediaStream): LevelMeter;
  /** Lets calls hear each other. Call it in a click handler, because a browser may allow sound only then. */
  mix(): Promise<AudioMix>;
  /** Begins to record; call it in a click handler, too. Rejects with `media-unsupported`, `media-failed`. */
  record(options: RecordingOptions): Promise<Recording>;
  /** Stops all sound, every recording and every listener. */
  destroy(): void;
}

export type MediaPortOptions = Readonly<{
  getUserMedia: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
  /**
   * ISO 3166 alpha-2: the country whose ringback, busy and congestion tones are played. Default: the tones of most of
   * Europe.
   */
  country?: string | undefined;
}>;

export type MediaPortFactory = (options: MediaPortOptions) => Promise<MediaPort>;
