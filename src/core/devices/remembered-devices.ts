import type {MediaPort} from '../media-port.js';
import {DEVICE_KINDS, type ChosenDevices, type DeviceKind} from './device-state.js';

/** What the person has chosen on an earlier page. */
export interface RememberedDevices {
  readonly chosen: ChosenDevices;
  /** Whether the browser can use it by now. */
  readonly usable: Readonly<Record<DeviceKind, Promise<boolean>>>;
}

/** Lets the first call use them already, which need not wait for anything else about devices. */
export function useRemembered(media: MediaPort): RememberedDevices {
  const chosen = media.remembered();
  const usable = DEVICE_KINDS.map((kind) => {
    const device = chosen[kind];
    return [kind, device ? media.use(kind, device.deviceId) : Promise.resolve(true)];
  });
  return {chosen, usable: Object.fromEntries(usable) as RememberedDevices['usable']};
}
