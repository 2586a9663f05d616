import {isEnded, isEstablished, type CallPhase} from './call-machine.js';
import type {CallTimings} from './call-timings.js';
import type {EndedCall} from './end-reason.js';
import {NO_OWN_DEVICES, type OwnDevices} from '../devices/call-devices.js';
import type {SipError} from '../errors.js';
import type {CallWarning} from '../quality/call-warning.js';
import type {QualitySample} from '../quality/quality-sample.js';
import type {CallTransfer} from '../transfer/transfer-state.js';

export type CallDirection = 'inbound' | 'outbound';

/** Who is at one end of a call. All of it came over the network: text, never HTML. */
export interface Identity {
  /** The display name, `''` if none was sent. */
  readonly name: string;
  /** The address as a URI, for example `sip:bob@example.com`. */
  readonly uri: string;
  /** The user part, which for a phone number is the number. */
  readonly user: string;
}

/** Operations that are under way and that the far end has not agreed to yet. */
export type CallOperation =
  'record' | 'connect' | 'progress' | 'answer' | 'hold' | 'video' | 'screen' | 'transfer' | 'hangup';

/** Whether sound and picture flow: `flowing` means that the peer connection reports it. */
export type MediaPhase = 'none' | 'connecting' | 'flowing' | 'lost';

/**
 * The status of a call in the words of telephone SDKs (seed S3.6), derived from its state, and one more: `answered`, until
 * media flow.
 */
export type CallStatus = 'pending' | 'ringing' | 'answered' | 'accepted' | 'disconnected' | 'failed';

/** A question of a call that waits for an answer. Nothing happens before a person says yes. */
export interface Consent {
  /** The name of the question in `call.grantConsent()`. */
  readonly id: string;
  /**
   * Whether to call the target that the far end names, to let somebody else take its place, to see its picture, or to
   * record the call.
   */
  readonly kind: 'refer' | 'replaces' | 'video' | 'recording';
  /** Of a transfer: whom to call, as a SIP address. Text from the network, never HTML. */
  readonly target?: string;
  /** The far end that wants a transfer, as the call knew it then; or who wants to take its place. */
  readonly party?: Identity;
}

/** The frozen snapshot of one call. */
export interface CallState {
  readonly id: string;
  readonly direction: CallDirection;
  readonly state: CallPhase;
  readonly prevState: CallPhase;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  /** The header fields that the caller's application sent, by name without `X-` and the configured prefix. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** The far end rings: true from the first 180 or 183 on (outbound). */
  readonly remoteRinging: boolean;
  readonly muted: Readonly<{audio: boolean; video: boolean}>;
  /** We do not hear the far end, which does not know it. */
  readonly deaf: boolean;
  /** How loud the far end is, 0 to 1. */
  readonly volume: number;
  /** The devices that this call has chosen for itself; null follows the phone. */
  readonly devices: OwnDevices;
  readonly held: Readonly<{local: boolean; remote: boolean}>;
  /** Our camera is part of the call: on and agreed, be it muted or hidden by a screen. */
  readonly video: boolean;
  /** We share a screen, which the far end sees in place of our camera. */
  readonly screen: boolean;
  /** The far end sends a picture. */
  readonly remoteVideo: boolean;
  /** The far end offered video: an incoming call can be answered with it. */
  readonly videoOffered: boolean;
  /** The phone records what both sides say. */
  readonly recording: boolean;
  readonly media: MediaPhase;
  /** Both sides have answered, and media have flowed since: true from `sip-accepted` on, whatever becomes of them. */
  readonly accepted: boolean;
  /** What has become of the transfer that was asked for last; null if there was none, or it was taken back. */
  readonly transfer: CallTransfer | null;
  /** The questions that wait for the person's consent, oldest first: `call.grantConsent(id, granted)`. */
  readonly consents: readonly Consent[];
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  readonly pending: readonly CallOperation[];
  /** The last failure of a call that goes on; null as soon as something else is tried. */
  readonly error: SipError | null;
  /** The last sample of the call's quality, one each second of a conversation; null before the first. */
  readonly quality: QualitySample | null;
  /** The problems of a call that goes on, oldest first. */
  readonly warnings: readonly CallWarning[];
  /** How long the steps of its setup took. */
  readonly timings: CallTimings;
  /** When both sides had answered the call; null before. */
  readonly startTime: Date | null;
  readonly endTime: Date | null;
  /** Why the call is over; null before. */
  readonly end: EndedCall | null;
  /** The phone answers the call by itself, this many seconds after it began to ring; null if it does not. */
  readonly autoAnswer: number | null;
}

export const NO_IDENTITY: Identity = Object.freeze({
  name: '',
  uri: '',
  user: '',
});

/** A call as it is before anything has happened. */
export const NEW_CALL: Omit<CallState, 'id' | 'direction' | 'remoteIdentity' | 'localIdentity'> = Object.freeze({
  state: 'new',
  prevState: 'new',
  customHeaders: Object.freeze({}),
  remoteRinging: false,
  muted: Object.freeze({audio: false, video: false}),
  deaf: false,
  volume: 1,
  devices: NO_OWN_DEVICES,
  held: Object.freeze({local: false, remote: false}),
  video: false,
  screen: false,
  remoteVideo: false,
  videoOffered: false,
  recording: false,
  media: 'none',
  accepted: false,
  transfer: null,
  consents: Object.freeze([]),
  localStream: null,
  remoteStream: null,
  pending: Object.freeze([]),
  error: null,
  quality: null,
  warnings: Object.freeze([]),
  timings: Object.freeze({}),
  startTime: null,
  endTime: null,
  end: null,
  autoAnswer: null,
});

/** Whether a person can still answer it. */
export function isAnswerable(call: Readonly<CallState>): boolean {
  return call.direction === 'inbound' && (call.state === 'ringing' || call.state === 'early');
}

/**
 * The derived status (S3.6). `accepted` means the same as `sip-accepted`; `failed` means that it ended for a reason nobody
 * chose.
 */
export function callStatus(call: Readonly<CallState>): CallStatus {
  if (isEstablished(call.state)) return call.accepted ? 'accepted' : 'answered';
  if (isEnded(call.state)) return call.end?.failed ? 'failed' : 'disconnected';
  if (call.direction === 'inbound') return call.state === 'ringing' || call.state === 'early' ? 'ringing' : 'pending';
  return call.remoteRinging ? 'ringing' : 'pending';
}

/** Returns the seconds in conversation, up to now or to the end of the call; 0 for a call that was never answered. */
export function callDuration(call: Readonly<CallState>, now: number = Date.now()): number {
  if (!call.startTime) return 0;
  return Math.max(0, ((call.endTime?.getTime() ?? now) - call.startTime.getTime()) / 1000);
}
