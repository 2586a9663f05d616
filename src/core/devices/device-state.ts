import type {SipError} from '../errors.js';

/** What can be chosen. The ringer is the loudspeaker of the ring tone, which need not be that of the call. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker' | 'ringer';

export const DEVICE_KINDS: readonly DeviceKind[] = ['microphone', 'camera', 'speaker', 'ringer'];

/** One device as the browser names it; its id is another one on every site, and may be renewed. */
export interface Device {
  readonly deviceId: string;
  /** `''` as long as the person has not allowed anything. */
  readonly label: string;
}

/** The devices that were chosen; null is whatever the browser takes by itself. */
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
  /** The ids of what is used, `''` for what the browser takes by itself. */
  readonly chosen: Readonly<Record<DeviceKind, string>>;
  readonly speakerChoice: SpeakerChoice;
  /** What the person or the browser's settings have forbidden. */
  readonly denied: readonly DeviceKind[];
  /** What could not be used although it was wanted; null as soon as something else is. */
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

/** Whether it is a loudspeaker, be it for calls or for the ring tone. */
export function isOutput(kind: DeviceKind): boolean {
  return kind === 'speaker' || kind === 'ringer';
}

/** Those among which a device of that kind is chosen. */
export function devicesOf(
  lists: Pick<DevicesState, 'microphones' | 'cameras' | 'speakers'>,
  kind: DeviceKind,
): readonly Device[] {
  if (kind === 'microphone') return lists.microphones;
  return kind === 'camera' ? lists.cameras : lists.speakers;
}
