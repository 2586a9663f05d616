import type {CallState} from '../call/call-state.js';
import type {ConnectionPhase, RegistrationPhase} from './connection-machine.js';
import {NO_DEVICES, type DevicesState} from '../devices/device-state.js';
import type {SipError} from '../errors.js';

/** One word for the whole phone, mirrored as `<sip-phone status>`. */
export type PhoneStatus = 'idle' | 'connecting' | 'ready' | 'registered' | 'reconnecting' | 'failed';

/** The frozen snapshot of a phone. */
export interface PhoneState {
  readonly connection: ConnectionPhase;
  readonly registration: RegistrationPhase;
  /** The configured address of the server that we are connected to. */
  readonly server: string | null;
  readonly status: PhoneStatus;
  /** Our own address, `''` before it is configured. */
  readonly uri: string;
  /** Every call that is still shown, oldest first. */
  readonly calls: readonly Readonly<CallState>[];
  /** The call on which controls act that belong to no `<sip-call>`. */
  readonly activeCallId: string | null;
  /** The ids of the calls that hear each other; empty without a conference. */
  readonly conference: readonly string[];
  /** The last failure of connection or registration; null once things go well again. */
  readonly error: SipError | null;
  /** Whether the browser refuses to play sound before the person's first click; any click on a control ends that. */
  readonly audioBlocked: boolean;
  /** Microphones, cameras and loudspeakers; empty before anything needed them. */
  readonly devices: DevicesState;
  /** The volume with which calls begin, 0 to 1. */
  readonly volume: number;
}

/** The state of a phone that has not been started. */
export const IDLE_PHONE: Readonly<PhoneState> = Object.freeze({
  connection: 'offline',
  registration: 'none',
  server: null,
  status: 'idle',
  uri: '',
  calls: Object.freeze([]),
  activeCallId: null,
  conference: Object.freeze([]),
  error: null,
  audioBlocked: false,
  devices: NO_DEVICES,
  volume: 1,
});

/** Whether calls can come and go. */
export function isConnected(status: PhoneStatus): boolean {
  return status === 'registered' || status === 'ready';
}

/** The derived status. */
export function phoneStatus(
  state: Pick<PhoneState, 'connection' | 'registration' | 'error'>,
  wantsRegistration: boolean,
): PhoneStatus {
  if (state.connection === 'reconnecting') return 'reconnecting';
  if (state.connection === 'offline') return state.error ? 'failed' : 'idle';
  // A phone that tries again in the background counts as failed until it succeeds.
  if (state.connection === 'connecting') return state.error ? 'failed' : 'connecting';
  if (state.registration === 'registered') return 'registered';
  if (state.registration === 'rejected') return 'failed';
  if (!wantsRegistration) return 'ready';
  return state.error ? 'failed' : 'connecting';
}
