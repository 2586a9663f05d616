import type {ChosenDevices, Device, DeviceKind, SpeakerChoice} from './devices/device-state.js';
import type {SipError} from './errors.js';

/** Which media a call is to send. Sound is always received; a picture is received whenever one is offered. */
export interface CallMedia {
  readonly audio: boolean;
  readonly video: boolean;
  /** The id of the microphone that it must be. Default: the one in use, or else any. */
  readonly microphone?: string | undefined;
  /** Likewise the camera. */
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
  /** Plays on a loudspeaker of its own; null follows the others again. */
  setSpeaker(deviceId: string | null): void;
  close(): void;
}

/** Shows how loud a stream is. */
export interface LevelMeter {
  /** 0 (silence) to 1 (as loud as can be), as the ear has it. */
  level(): number;
  close(): void;
}

/** A call whose far end hears others. */
export interface MixedCall {
  readonly id: string;
  /** What it has of our own: its microphone, which may be muted. */
  readonly local: MediaStream;
  /** What comes from its far end; it must be played too. */
  readonly remote: MediaStream;
}

/** Several calls that hear each other. */
export interface AudioMix {
  /**
   * Who takes part from now on. Returns by id what is to be sent to each far end: us and the others, never itself; the
   * same track for as long as a call takes part. Tracks that come and go in the streams are followed.
   */
  set(calls: readonly MixedCall[]): ReadonlyMap<string, MediaStreamTrack>;
  close(): void;
}

export interface RecordingOptions {
  /** Whose sound is recorded, mixed into one. */
  readonly sounds: readonly MediaStream[];
  /** A picture to go with it. */
  readonly picture: MediaStreamTrack | null;
}

/** A recording under way. */
export interface Recording {
  /** Whose sound is recorded from now on. */
  setSounds(sounds: readonly MediaStream[]): void;
  /** Ends it. */
  stop(): void;
  /** What was recorded, once it has ended, whoever ended it. Rejects with `media-failed` if that is nothing. */
  readonly file: Promise<Blob>;
}

export type Tone = 'ring' | 'ringback' | 'busy' | 'congestion' | 'waiting';

export interface MediaDevices {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
  /** What the person or the browser's settings have forbidden, as far as the browser tells. */
  readonly denied: readonly DeviceKind[];
}

/** The browser's devices, microphone to loudspeaker. */
export interface MediaPort {
  /**
   * Asks for microphone and camera; the tracks are the caller's to stop. No camera is no failure if sound was wanted too.
   * Rejects with `permission-denied`, `no-microphone`, `no-camera`, `device-busy`, `insecure-context`, `media-unsupported`,
   * `media-failed`. After an abort no track stays open and the promise rejects with the signal's reason.
   */
  open(wanted: CallMedia, options: {signal: AbortSignal}): Promise<OpenedMedia>;
  /**
   * Lets the person choose a screen, a window or a tab, with its sound where the browser offers that; to be called in a
   * click handler. The tracks are the caller's to stop, and end by themselves when the person ends it in the browser's
   * own way. Rejects with `permission-denied` also if
   * nothing is chosen, `media-unsupported`, `insecure-context`, `media-failed`; after an abort as `open()` does.
   */
  openScreen(options: {signal: AbortSignal}): Promise<MediaStream>;
  /** A picture of nothing, in the shape of one with these settings; it is the caller's to stop. */
  black(like?: Readonly<{width?: number; height?: number}>): MediaStreamTrack;
  /** Plays the audio tracks of a stream, those added later too, without an element in the page. */
  playRemote(stream: MediaStream): RemoteAudio;
  /** Plays a tone until the returned function is called. */
  startTone(tone: Tone): () => void;
  /** A tone is being heard, as far as the browser lets it through. */
  readonly sounding: boolean;
  /** The short sound of a pressed key (`0-9 * # A-D`). */
  playKey(digit: string): void;
  /** The browser refuses to play until the person has clicked somewhere. */
  readonly blocked: boolean;
  /** Told whenever `blocked` changes; the returned function ends it. */
  onBlockedChange(listener: (blocked: boolean) => void): () => void;
  /** To be called in a click handler. */
  unblock(): Promise<void>;
  /** What is plugged in; labels are empty before permission was given. */
  devices(): Promise<MediaDevices>;
  /** Told when something was plugged in or pulled out, allowed or forbidden. */
  onDevicesChange(listener: () => void): () => void;
  /** Told when an opened track has ended although nobody has stopped it: its device is gone, or was forbidden. */
  onTrackLost(listener: (track: MediaStreamTrack) => void): () => void;
  readonly speakerChoice: SpeakerChoice;
  /** Uses a device from now on, `''` for whatever the browser takes. False if a loudspeaker cannot be used. */
  use(kind: DeviceKind, deviceId: string): Promise<boolean>;
  /** Whether sound can be played on that loudspeaker. */
  canPlayOn(deviceId: string): Promise<boolean>;
  /**
   * Lets the person choose in the browser's own way, to be called in a click handler; null if they would rather not.
   * Rejects as `open()` does, and with `no-speaker`.
   */
  choose(kind: DeviceKind): Promise<Device | null>;
  /** What was chosen on an earlier page. */
  remembered(): ChosenDevices;
  remember(chosen: ChosenDevices): void;
  /** Measures a stream for as long as somebody looks. */
  measure(stream: MediaStream): LevelMeter;
  /** Lets calls hear each other; to be called for a click, because a browser may let sound through only then. */
  mix(): Promise<AudioMix>;
  /** Begins to record, for a click too. Rejects with `media-unsupported`, `media-failed`. */
  record(options: RecordingOptions): Promise<Recording>;
  /** Stops all sound, every recording and every listener. */
  destroy(): void;
}

export type MediaPortOptions = Readonly<{
  getUserMedia: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
  /** ISO 3166 alpha-2; whose ringback, busy and congestion tones are heard. Default: those of most of Europe. */
  country?: string | undefined;
}>;

export type MediaPortFactory = (options: MediaPortOptions) => Promise<MediaPort>;
