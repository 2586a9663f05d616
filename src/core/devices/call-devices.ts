import type {CallLine} from '../call/call-line.js';
import type {SipError} from '../errors.js';

/** The devices that a call has chosen for itself; null follows the phone. */
export type OwnDevices = Readonly<Record<'microphone' | 'camera' | 'speaker', string | null>>;

export const NO_OWN_DEVICES: OwnDevices = Object.freeze({microphone: null, camera: null, speaker: null});

export type InputKind = 'microphone' | 'camera';

export const TRACK_KINDS = {microphone: 'audio', camera: 'video'} as const;

/**
 * Returns the track that a call sends from a device of that kind; undefined for a screen without a camera behind it.
 */
export function trackOf({model}: CallLine, kind: InputKind): MediaStreamTrack | undefined {
  const {screen, video, localStream} = model.state;
  if (kind === 'camera' && screen && !video) return undefined;
  return localStream?.getTracks().find((track) => track.kind === TRACK_KINDS[kind]);
}

/** Sends another track from now on, and stops the one before; this needs no re-INVITE. */
export async function useTrack({model, session}: CallLine, kind: InputKind, track: MediaStreamTrack): Promise<void> {
  if (!session || model.ended) track.stop();
  else await session.setTrack(TRACK_KINDS[kind], track);
}

/** Notes the device that is chosen for this call alone. */
export function noteDevice({model}: CallLine, kind: keyof OwnDevices, deviceId: string | null): void {
  model.store.patch({devices: Object.freeze({...model.state.devices, [kind]: deviceId})});
}

/** The call goes on without a device that it had. */
export function missDevice({model, session}: CallLine, error: SipError): void {
  if (!model.ended) session?.listener?.deviceMissing(error);
}
