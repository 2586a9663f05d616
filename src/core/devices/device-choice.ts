import type {Device} from './device-state.js';

/**
 * Finds a chosen device among those that are there: by its id, else by its label, as a browser may have renewed the id.
 * @returns null if it is not there; undefined if that cannot be known, because nothing has been allowed yet.
 */
export function findDevice(wish: Device, devices: readonly Device[]): Device | null | undefined {
  const found =
    devices.find(({deviceId}) => deviceId === wish.deviceId) ??
    devices.find(({label}) => label !== '' && label === wish.label);
  if (found) return found;
  return devices.some(({label}) => label !== '') ? null : undefined;
}

/** The devices worth showing: each once, and without the stand-ins that have no id. */
export function choosable(devices: readonly Device[]): readonly Device[] {
  const ids = new Set<string>();
  return devices.filter(({deviceId}) => deviceId !== '' && !ids.has(deviceId) && ids.add(deviceId));
}
