import {checkVolume} from '../call/call-muting.js';
import {Devices} from '../devices/devices.js';
import type {DeviceKind} from '../devices/device-state.js';
import type {CallLine} from '../call/call-line.js';
import type {OwnDevices} from '../devices/call-devices.js';
import type {MediaPort} from '../media-port.js';
import {PhoneBase} from './phone-base.js';

/** The devices of a phone: what its calls use, and what it rings on. */
export abstract class DevicePhone extends PhoneBase {
  #devices: Devices | undefined;

  /**
   * Uses a microphone from now on, also in the calls that are going on, and on later pages of this site.
   * @param deviceId - One of `snapshot.devices.microphones`, `''` for whatever the browser takes, or null to let the
   * person choose in the browser's own way (in a click handler).
   * @returns false where the browser cannot; then all is as it was, and `sip-error` says why.
   */
  setMicrophone(deviceId: string | null): Promise<boolean> {
    return this.chooseDevice('microphone', deviceId);
  }

  /** As `setMicrophone()`. */
  setCamera(deviceId: string | null): Promise<boolean> {
    return this.chooseDevice('camera', deviceId);
  }

  /** As `setMicrophone()`: where the far end and the tones of a call are heard. */
  setSpeaker(deviceId: string | null): Promise<boolean> {
    return this.chooseDevice('speaker', deviceId);
  }

  /** As `setMicrophone()`: where it rings, which need not be where one listens. */
  setRinger(deviceId: string | null): Promise<boolean> {
    return this.chooseDevice('ringer', deviceId);
  }

  /** Looks what there is, for `snapshot.devices`; asks for nothing. */
  async listDevices(): Promise<void> {
    try {
      await this.media();
    } catch (error) {
      // The call itself will say it to the person.
      this.config.logger.debug('The devices could not be listed.', error);
    }
  }

  /** Any of the four. */
  async chooseDevice(kind: DeviceKind, deviceId: string | null): Promise<boolean> {
    this.assertAlive();
    await this.media();
    return (await this.#devices?.choose(kind, deviceId)) ?? false;
  }

  /**
   * How loud the far ends are, 0 to 1, in all calls and those to come.
   * @throws SipError `invalid-argument`.
   */
  setVolume(volume: number): void {
    checkVolume(volume);
    this.patch({volume});
    for (const {call} of this.liveLines) call.setVolume(volume);
  }

  protected async chooseFor(line: CallLine, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean> {
    await this.media();
    return (await this.#devices?.chooseFor(line, kind, deviceId)) ?? false;
  }

  protected override mediaMade(media: MediaPort): void {
    if (this.destroyed.signal.aborted) return;
    this.#devices = new Devices({
      media,
      signal: this.destroyed.signal,
      lines: () => this.liveLines,
      changed: (devices) => this.patch({devices}),
      notify: (detail) => this.notify('sip-device-change', detail),
      failed: (error) => this.report(error),
    });
  }
}
