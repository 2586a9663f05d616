import type {SpeakerChoice} from '../core/devices/device-state.js';

/** How the person can choose a loudspeaker in this browser; in Safari before 18.4 they cannot. */
export function speakerChoice(): SpeakerChoice {
  if (!('setSinkId' in HTMLMediaElement.prototype)) return 'none';
  // Firefox lists only those loudspeakers that the person has chosen in its own dialog.
  return selectAudioOutput() ? 'dialog' : 'list';
}

/** The function that opens the browser's own dialog; undefined if the browser has none. */
export function selectAudioOutput(): ((options?: {deviceId: string}) => Promise<MediaDeviceInfo>) | undefined {
  const devices = (navigator as {mediaDevices?: object}).mediaDevices;
  const {selectAudioOutput: select}: {selectAudioOutput?: (options?: object) => Promise<MediaDeviceInfo>} =
    devices ?? {};
  return select && ((options) => select.call(devices, options));
}

/** Whether that loudspeaker exists and the page may play on it. */
export function canPlayOn(deviceId: string): Promise<boolean> {
  return setSink(new Audio(), deviceId);
}

/** Makes an element play on a loudspeaker. Resolves with false if that fails; the element keeps its loudspeaker. */
export async function setSink(element: HTMLMediaElement, deviceId: string): Promise<boolean> {
  if (!('setSinkId' in element)) return deviceId === '';
  if (element.sinkId === deviceId) return true;
  try {
    await element.setSinkId(deviceId);
    return true;
  } catch {
    return false; // The loudspeaker is gone, or the page may not use it. The caller decides what to do about it.
  }
}
