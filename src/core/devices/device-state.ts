import type {SipError} from '../errors.js';

/** The kinds of devices. The ringer is the loudspeaker of the ring tone, which may differ from that of calls. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker' | 'ringer';

export const DEVICE_KINDS: readonly DeviceKind[] = ['microphone', 'camera', 'speaker', 'ringer'];

/** A device as the browser names it. Its id differs from site to site and may be renewed. */
export interface Device {
  readonly deviceId: string;
  /** `''` until the person has allowed a device. */
  readonly label: string;
}

/** The devices that were chosen; null means the browser's default. */
export type ChosenDevices = Readonly<Record<DeviceKind, Device | null>>;

export const NOTHING_CHOSEN: ChosenDevices = Object.freeze({
  microphone: null,
  camera: null,
  speaker: null,
  ringer: null,
});

/** How the browser lets a loudspeaker be chosen: from the list, in a dialog of its own first, or not at all. */
export type SpeakerChoice = 'list' | 'dialog' | 'none';

/** The devices of a phone. */
export interface DevicesState {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
  /** The ids of the devices in use; `''` for the browser's default. */
  readonly chosen: Readonly<Record<DeviceKind, string>>;
  readonly speakerChoice: SpeakerChoice;
  /** The kinds that the person or the browser's settings have forbidden. */
  readonly denied: readonly DeviceKind[];
  /** The device that could not be used when it was wanted; null again once another choice works. */
  readonly failure: Readonly<{kind: DeviceKind; error: SipError}> | null;
}

export const NO_DEVICES: DevicesState = Object.freeze({
  microphones: Object.freeze([]),
  cameras: Object.freeze([]),
  speakers: Object.freeze([]),
  chosen: Object.freeze({microphone: '', camera: '', speaker: '', ringer: ''}),
  speakerChoice: 'list',
  denied: Object.freeze([]),
  failure: null,
});

/** Whether the kind is a loudspeaker, for calls or for the ring tone. */
export function isOutput(kind: DeviceKind): boolean {
  return kind === 'speaker' || kind === 'ringer';
}

/** Returns the list from which a device of that kind is chosen. */
export function devicesOf(
  lists: Pick<DevicesState, 'microphones' | 'cameras' | 'speakers'>,
  kind: DeviceKind,
): readonly Device[] {
  if (kind === 'microphone') return lists.microphones;
  return kind === 'camera' ? lists.cameras : lists.speakers;
}
