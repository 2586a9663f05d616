import type {DeviceUser, OwnDevices} from '../devices/device-user.js';
import {SipError} from '../errors.js';
import type {MediaPort} from '../media-port.js';
import {CallBase, type CallHost, type SessionSource} from './call-base.js';
import type {CallState} from './call-state.js';

/** Microphone, camera and loudspeaker of one call, which are those of the phone unless the call has its own. */
export abstract class DeviceCall extends CallBase implements DeviceUser {
  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super(host, {...initial, volume: host.volume}, source);
  }

  /**
   * Speaks into another microphone, in this call alone; the far end is not asked.
   * @param deviceId - `''` for whatever the browser takes, null for the one that the phone uses.
   * @returns false where the browser cannot; then all is as it was, and the phone sends `sip-error`.
   */
  setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.host.chooseDevice(this, 'microphone', deviceId);
  }

  /** Sends the picture of another camera; as `setMicrophone()`. */
  setCamera(deviceId: string | null): Promise<boolean> {
    return this.host.chooseDevice(this, 'camera', deviceId);
  }

  /** Plays the far end on another loudspeaker; as `setMicrophone()`. */
  setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.host.chooseDevice(this, 'speaker', deviceId);
  }

  /**
   * How loud the far end is, 0 to 1. Later calls of the phone begin as loud.
   * @throws SipError `invalid-argument`.
   */
  setVolume(volume: number): void {
    checkVolume(volume);
    this.model.store.patch({volume});
    this.host.volumeChanged(volume);
  }

  /** @internal For what measures or shows the call. */
  media(): Promise<MediaPort> {
    return this.host.media();
  }

  /** @internal Another device takes over. */
  async useTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void> {
    if (!this.current || this.model.ended) track.stop();
    else await this.current.setTrack(kind, track);
  }

  /** @internal */
  noteDevice(kind: keyof OwnDevices, deviceId: string | null): void {
    this.model.store.patch({devices: Object.freeze({...this.snapshot.devices, [kind]: deviceId})});
  }

  /** @internal The call goes on without a device that it had. */
  lacks(error: SipError): void {
    if (!this.model.ended) this.current?.listener?.deviceMissing(error);
  }

  abstract setVideo(video: boolean): Promise<void>;
}

/** @throws SipError `invalid-argument`. */
export function checkVolume(volume: number): void {
  if (volume >= 0 && volume <= 1) return;
  throw new SipError('invalid-argument', `A volume is a number from 0 to 1, not ${String(volume)}.`);
}
