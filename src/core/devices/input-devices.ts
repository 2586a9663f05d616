import type {CallLine} from '../call/call-line.js';
import {toSipError} from '../errors.js';
import type {CallMedia, MediaPort} from '../media-port.js';
import type {Device} from './device-state.js';
import {missDevice, trackOf, useTrack, type InputKind} from './call-devices.js';

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
  async put(kind: InputKind, lines: readonly CallLine[], deviceId: string | undefined): Promise<Device | undefined> {
    const opened: {readonly line: CallLine; readonly track: MediaStreamTrack}[] = [];
    try {
      for (const line of lines) opened.push({line, track: await this.#open(kind, deviceId)});
    } catch (error) {
      for (const {track} of opened) track.stop();
      throw error;
    }
    await Promise.all(opened.map(({line, track}) => useTrack(line, kind, track)));
    const [first] = opened;
    return first && {deviceId: first.track.getSettings().deviceId ?? '', label: first.track.label};
  }

  /** Lets any device take over on each call. A call that gets none goes on without, and reports the error. */
  async takeOver(kind: InputKind, lines: readonly CallLine[]): Promise<Device | undefined> {
    let taken: Device | undefined;
    for (const line of lines) {
      try {
        taken = (await this.put(kind, [line], undefined)) ?? taken;
      } catch (error) {
        missDevice(line, toSipError(error));
        // No picture is better for the far end than one that stands still.
        if (kind === 'camera' && line.model.state.video) await line.call.setVideo(false).catch(() => undefined);
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

/** Returns the calls that send a track of that kind. */
export function sending(lines: readonly CallLine[], kind: InputKind): CallLine[] {
  return lines.filter((line) => trackOf(line, kind) !== undefined);
}
