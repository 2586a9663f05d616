import type {Device, DeviceKind} from '../core/devices/device-state.js';
import {SipError} from '../core/errors.js';
import type {MediaPort} from '../core/media-port.js';
import {selectAudioOutput} from './speaker.js';
import {stopTracks} from './user-media.js';

interface ChooseOptions {
  readonly open: MediaPort['open'];
  /** The id of the device in use. */
  readonly deviceId: string;
}

/** Lets the person choose a device in the browser's own dialog. Resolves with null if they close it. */
export function letChoose(kind: DeviceKind, options: ChooseOptions): Promise<Device | null> {
  return kind === 'microphone' || kind === 'camera' ? chooseInput(kind, options) : chooseOutput(options);
}

/** In Firefox the permission prompt offers the choice too. In other browsers the permission makes the list readable. */
async function chooseInput(kind: 'microphone' | 'camera', {open}: ChooseOptions): Promise<Device | null> {
  const wanted = {audio: kind === 'microphone', video: kind === 'camera'};
  const {stream} = await open(wanted, {signal: new AbortController().signal});
  const [track] = stream.getTracks();
  const device = track && {deviceId: track.getSettings().deviceId ?? '', label: track.label};
  stopTracks(stream);
  return device?.deviceId ? device : null;
}

async function chooseOutput({deviceId}: ChooseOptions): Promise<Device | null> {
  const select = selectAudioOutput();
  if (!select) {
    throw new SipError('no-speaker', 'This browser has no dialog for loudspeakers; choose one from the list.');
  }
  try {
    const {deviceId: chosen, label} = await select(deviceId ? {deviceId} : undefined);
    return {deviceId: chosen, label};
  } catch (cause) {
    const {name = ''} = cause instanceof Error ? cause : {};
    if (name === 'NotAllowedError' || name === 'AbortError') return null; // The person closed the dialog.
    throw new SipError('media-failed', `No loudspeaker could be chosen (${name}).`, {cause});
  }
}
