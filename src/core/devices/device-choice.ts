import type {Device} from './device-state.js';

/**
 * Finds a chosen device in a list: by its id, else by its label, because a browser may renew ids.
 * @returns null if the device is not there; undefined if that is unknown, because nothing has been allowed yet.
 */
export function findDevice(wish: Device, devices: readonly Device[]): Device | null | undefined {
  const found =
    devices.find(({deviceId}) => deviceId === wish.deviceId) ??
    devices.find(({label}) => label !== '' && label === wish.label);
  if (found) return found;
  return devices.some(({label}) => label !== '') ? null : undefined;
}

/** Returns the devices to show: each one once, and without the placeholders that have no id. */
export function choosable(devices: readonly Device[]): readonly Device[] {
  const ids = new Set<string>();
  return devices.filter(({deviceId}) => deviceId !== '' && !ids.has(deviceId) && ids.add(deviceId));
}
