import type {GatheringReport} from '../config/ice-options.js';

/** Milliseconds from the click (`dial()`, `connect()` or `answer()`); what has not happened is not there. */
export interface CallTimings {
  /** The devices are open. */
  readonly permission?: number;
  /** How long candidates were waited for, and why no longer. */
  readonly gathering?: GatheringReport;
  readonly inviteSent?: number;
  /** The first provisional response. */
  readonly trying?: number;
  /** The first 180 to 183. */
  readonly ringing?: number;
  /** 2xx, ours or the far end's. */
  readonly answered?: number;
  /** The peer connection is connected. */
  readonly ice?: number;
  /** The first sound or picture has arrived. */
  readonly firstPacket?: number;
}

export type TimingMark = Exclude<keyof CallTimings, 'gathering'>;

/** What only the session knows. */
export type SessionTiming = Pick<CallTimings, 'gathering'> | 'permission' | 'firstPacket';
