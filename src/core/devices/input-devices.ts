import {toSipError} from '../errors.js';
import type {CallMedia, MediaPort} from '../media-port.js';
import type {Device} from './device-state.js';
import {TRACK_KINDS, trackOf, type DeviceUser, type InputKind} from './device-user.js';

/** Puts a microphone or camera on calls, without a re-INVITE. Each call has tracks of its own. */
export class InputDevices {
  readonly #media: MediaPort;
  readonly #signal: AbortSignal;

  /** @param signal - Aborts when the phone is gone. */
  constructor(media: MediaPort, signal: AbortSignal) {
    this.#media = media;
    this.#signal = signal;
  }

  /**
   * Changes all calls or none: if the device cannot be opened for one of them, every call stays as it was.
   * @param deviceId - Undefined takes the device in use, or any.
   */
  async put(kind: InputKind, calls: readonly DeviceUser[], deviceId: string | undefined): Promise<Device | undefined> {
    const opened: {readonly call: DeviceUser; readonly track: MediaStreamTrack}[] = [];
    try {
      for (const call of calls) opened.push({call, track: await this.#open(kind, deviceId)});
    } catch (error) {
      for (const {track} of opened) track.stop();
      throw error;
    }
    await Promise.all(opened.map(({call, track}) => call.useTrack(TRACK_KINDS[kind], track)));
    const [first] = opened;
    return first && {deviceId: first.track.getSettings().deviceId ?? '', label: first.track.label};
  }

  /** Whatever there is takes over on each call; one that gets nothing goes on without, and says so. */
  async takeOver(kind: InputKind, calls: readonly DeviceUser[]): Promise<Device | undefined> {
    let taken: Device | undefined;
    for (const call of calls) {
      try {
        taken = (await this.put(kind, [call], undefined)) ?? taken;
      } catch (error) {
        call.lacks(toSipError(error));
        // The far end had better see nothing than a picture that stands still.
        if (kind === 'camera' && call.snapshot.video) await call.setVideo(false).catch(() => undefined);
      }
    }
    return taken;
  }

  async #open(kind: InputKind, deviceId: string | undefined): Promise<MediaStreamTrack> {
    const wanted: CallMedia =
      kind === 'microphone'
        ? {audio: true, video: false, microphone: deviceId}
        : {audio: false, video: true, camera: deviceId};
    const {stream} = await this.#media.open(wanted, {signal: this.#signal});
    // `open()` guarantees that there is one.
    return stream.getTracks()[0] as MediaStreamTrack;
  }
}

/** The calls that send something of a kind. */
export function sending<C extends DeviceUser>(calls: readonly C[], kind: InputKind): C[] {
  return calls.filter((call) => trackOf(call, kind) !== undefined);
}
