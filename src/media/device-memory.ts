import {DEVICE_KINDS, NOTHING_CHOSEN, type ChosenDevices, type Device} from '../core/devices/device-state.js';

const KEY = 'sip-elements.devices';

/** Reads the devices that the person has chosen in this browser. Stored values that it cannot read become null. */
export function rememberedDevices(): ChosenDevices {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '{}');
    const known = (stored ?? {}) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, deviceOf(known[kind])])) as ChosenDevices;
  } catch {
    return NOTHING_CHOSEN; // The browser forbids storage here, or other code has written something else under the key.
  }
}

/** Stores the ids and labels of the chosen devices, and nothing else. */
export function rememberDevices(chosen: ChosenDevices): void {
  try {
    const kept = DEVICE_KINDS.flatMap((kind) => {
      const device = chosen[kind];
      return device ? [[kind, {deviceId: device.deviceId, label: device.label}]] : [];
    });
    if (kept.length === 0) globalThis.localStorage.removeItem(KEY);
    else globalThis.localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // The browser forbids storage here. The choice lasts until the page is left.
  }
}

function deviceOf(stored: unknown): Device | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const {deviceId, label} = stored as Readonly<Record<string, unknown>>;
  return typeof deviceId === 'string' && deviceId && typeof label === 'string' ? {deviceId, label} : null;
}
