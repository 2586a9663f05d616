import {SipError} from '../errors.js';

/** STUN and TURN servers with secrets that expire. */
export interface LeasedIceServers {
  readonly iceServers: readonly RTCIceServer[];
  /** When they expire: a time, or in how many seconds. Default: never. */
  readonly expires?: Date | number | undefined;
}

export type IceServersAnswer = readonly RTCIceServer[] | LeasedIceServers;

/** The servers, or a function that is called early, and again shortly before they expire. */
export type IceServersSource = readonly RTCIceServer[] | (() => IceServersAnswer | Promise<IceServersAnswer>);

/** How long a description waits for ICE candidates, in milliseconds; they cannot follow later. */
export interface GatheringOptions {
  /**
   * The wait ends after this time without a new candidate, once every wanted kind has come. Default: 20 without
   * servers, else 150.
   */
  readonly quiet?: number | undefined;
  /** The longest wait while there is a candidate to send. Default: 1500. */
  readonly limit?: number | undefined;
  /** The longest wait without any candidate. Default: 5000. */
  readonly patience?: number | undefined;
}

/** Why the wait ended: all candidates were there, no new one came, it took too long, or there was none at all. */
export type GatheringEnd = 'complete' | 'quiet' | 'limit' | 'none';

export interface GatheringReport {
  /** Milliseconds. */
  readonly duration: number;
  readonly end: GatheringEnd;
}

/** @throws SipError `invalid-argument`. */
export function checkIceServers(iceServers: unknown): void {
  if (typeof iceServers === 'function' || Array.isArray(iceServers)) return;
  throw new SipError('invalid-argument', 'iceServers must be an array of RTCIceServer, or a function that gives one.');
}

/** @throws SipError `invalid-argument`. */
export function checkGathering(gathering: GatheringOptions): void {
  for (const [name, value] of Object.entries(gathering) as [string, unknown][]) {
    if (value === undefined || (typeof value === 'number' && value >= 0 && value <= 60_000)) continue;
    throw new SipError(
      'invalid-argument',
      `gathering.${name} must be milliseconds from 0 to 60000, not ${JSON.stringify(value)}.`,
    );
  }
}
