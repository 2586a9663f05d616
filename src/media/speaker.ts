import type {SpeakerChoice} from '../core/devices/device-state.js';

/** How this browser lets a loudspeaker be chosen; Safari before 18.4 not at all. */
export function speakerChoice(): SpeakerChoice {
  if (!('setSinkId' in HTMLMediaElement.prototype)) return 'none';
  // Firefox lists only those loudspeakers that the person has chosen in its own dialog.
  return selectAudioOutput() ? 'dialog' : 'list';
}

/** The browser's own dialog, where it has one. */
export function selectAudioOutput(): ((options?: {deviceId: string}) => Promise<MediaDeviceInfo>) | undefined {
  const devices = (navigator as {mediaDevices?: object}).mediaDevices;
  const {selectAudioOutput: select}: {selectAudioOutput?: (options?: object) => Promise<MediaDeviceInfo>} =
    devices ?? {};
  return select && ((options) => select.call(devices, options));
}

/** Whether there is that loudspeaker, and we may play on it. */
export function canPlayOn(deviceId: string): Promise<boolean> {
  return setSink(new Audio(), deviceId);
}

/** Makes an element play on a loudspeaker; one that cannot goes on where it played before. */
export async function setSink(element: HTMLMediaElement, deviceId: string): Promise<boolean> {
  if (!('setSinkId' in element)) return deviceId === '';
  if (element.sinkId === deviceId) return true;
  try {
    await element.setSinkId(deviceId);
    return true;
  } catch {
    return false; // Gone, or not allowed: whoever asked has to know, and nobody else.
  }
}
