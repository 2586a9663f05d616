import type {SipError} from './errors.js';

/** Which media a call is to send. Sound is always received; a picture is received whenever one is offered. */
export interface CallMedia {
  readonly audio: boolean;
  readonly video: boolean;
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
  close(): void;
}

export type Tone = 'ring' | 'ringback' | 'busy' | 'waiting';

export interface MediaDevices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

/** The browser's devices, microphone to loudspeaker. */
export interface MediaPort {
  /**
   * Asks for microphone and camera; the tracks are the caller's to stop. No camera is no failure if sound was wanted too.
   * Rejects with `permission-denied`, `no-microphone`, `no-camera`, `device-busy`, `insecure-context`, `media-unsupported`,
   * `media-failed`. After an abort no track stays open and the promise rejects with the signal's reason.
   */
  open(wanted: CallMedia, options: {signal: AbortSignal}): Promise<OpenedMedia>;
  /** Plays the audio tracks of a stream, those added later too, without an element in the page. */
  playRemote(stream: MediaStream): RemoteAudio;
  /** Plays a tone until the returned function is called. */
  startTone(tone: Tone): () => void;
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
  onDevicesChange(listener: () => void): () => void;
  /** Stops all sound and every listener. */
  destroy(): void;
}

export type MediaPortOptions = Readonly<{
  getUserMedia: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
}>;

export type MediaPortFactory = (options: MediaPortOptions) => Promise<MediaPort>;
