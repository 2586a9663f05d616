import {DEVICE_KINDS, NOTHING_CHOSEN, type ChosenDevices, type Device} from '../core/devices/device-state.js';

const KEY = 'sip-elements.devices';

/** What was chosen in this browser; whatever else is found there counts as nothing. */
export function rememberedDevices(): ChosenDevices {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '{}');
    const known = (stored ?? {}) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, deviceOf(known[kind])])) as ChosenDevices;
  } catch {
    return NOTHING_CHOSEN; // Storage is forbidden here, or somebody else has written into it.
  }
}

/** Keeps ids and labels, and nothing else. */
export function rememberDevices(chosen: ChosenDevices): void {
  try {
    const kept = DEVICE_KINDS.flatMap((kind) => {
      const device = chosen[kind];
      return device ? [[kind, {deviceId: device.deviceId, label: device.label}]] : [];
    });
    if (kept.length === 0) globalThis.localStorage.removeItem(KEY);
    else globalThis.localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // As above; the choice holds as long as the page does.
  }
}

function deviceOf(stored: unknown): Device | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const {deviceId, label} = stored as Readonly<Record<string, unknown>>;
  return typeof deviceId === 'string' && deviceId && typeof label === 'string' ? {deviceId, label} : null;
}
