import type {SipError} from '../errors.js';

/** What a call has chosen for itself; null follows the phone. */
export type OwnDevices = Readonly<Record<'microphone' | 'camera' | 'speaker', string | null>>;

export const NO_OWN_DEVICES: OwnDevices = Object.freeze({microphone: null, camera: null, speaker: null});

/** A call, as far as devices are concerned. */
export interface DeviceUser {
  readonly snapshot: {
    readonly devices: OwnDevices;
    readonly localStream: MediaStream | null;
    readonly video: boolean;
    readonly screen: boolean;
  };
  /** Sends another track from now on, and stops the one before; the far end is not asked. */
  useTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void>;
  /** Notes what is chosen for this call alone. */
  noteDevice(kind: keyof OwnDevices, deviceId: string | null): void;
  /** It has to go on without a device. */
  lacks(error: SipError): void;
  setVideo(video: boolean): Promise<void>;
}

export type InputKind = 'microphone' | 'camera';

export const TRACK_KINDS = {microphone: 'audio', camera: 'video'} as const;

/** The track that a call sends of a device of that kind; a screen without a camera behind it is none. */
export function trackOf({snapshot}: Pick<DeviceUser, 'snapshot'>, kind: InputKind): MediaStreamTrack | undefined {
  if (kind === 'camera' && snapshot.screen && !snapshot.video) return undefined;
  return snapshot.localStream?.getTracks().find((track) => track.kind === TRACK_KINDS[kind]);
}
