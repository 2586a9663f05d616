import type {GatheringReport} from '../config/ice-options.js';

/** Milliseconds from the click (`dial()`, `connect()` or `answer()`); a step that has not happened is missing. */
export interface CallTimings {
  /** The devices are open. */
  readonly permission?: number;
  /** How long the wait for candidates took, and why it ended. */
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

/** The timings that only the session knows. */
export type SessionTiming = Pick<CallTimings, 'gathering'> | 'permission' | 'firstPacket';
