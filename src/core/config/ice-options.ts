import {SipError} from '../errors.js';

/** STUN and TURN servers with secrets that lapse. */
export interface LeasedIceServers {
  readonly iceServers: readonly RTCIceServer[];
  /** When they lapse: a time, or in how many seconds. Default: never. */
  readonly expires?: Date | number | undefined;
}

export type IceServersAnswer = readonly RTCIceServer[] | LeasedIceServers;

/** The servers as such, or a function that is asked early, and again shortly before they lapse. */
export type IceServersSource = readonly RTCIceServer[] | (() => IceServersAnswer | Promise<IceServersAnswer>);

/** How long a description waits for candidates, in milliseconds; they cannot follow later. */
export interface GatheringOptions {
  /** How long nothing new may come once every wanted kind is there. Default: 20 without servers, 150 with some. */
  readonly quiet?: number | undefined;
  /** The longest wait while there is something to send. Default: 1500. */
  readonly limit?: number | undefined;
  /** The longest wait while there is nothing. Default: 5000. */
  readonly patience?: number | undefined;
}

/** Why the wait ended: all were there, nothing new came, it took too long, or there were none at all. */
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
