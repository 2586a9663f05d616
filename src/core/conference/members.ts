import type {Call} from '../call/call.js';
import {isEstablished} from '../call/call-machine.js';
import {SipError} from '../errors.js';
import type {PhoneState} from '../phone/phone-state.js';

/** The most calls that a phone mixes. Each one costs the others some sound quality, and the machine some time. */
export const MOST = 3;

/** @throws SipError `invalid-argument`, `invalid-state`. */
export function assertJoinable(calls: readonly Call[], live: readonly Call[]): void {
  if (calls.length > MOST) throw new SipError('invalid-argument', `A conference has at most ${String(MOST)} calls.`);
  if (calls.length < 2) throw new SipError('invalid-state', 'A conference needs two calls in conversation.');
  if (calls.some((call) => !isEstablished(call.state) || !live.includes(call))) {
    throw new SipError('invalid-state', 'Only calls of this phone that are in conversation can be joined.');
  }
}

/** On hold, be it for the music of the far end, nobody takes part. */
export function canBeHeard({snapshot}: Call): boolean {
  const {state, held, localStream, remoteStream} = snapshot;
  return isEstablished(state) && !held.local && !held.remote && localStream !== null && remoteStream !== null;
}

/** Whether a phone can join its calls, and whether they are joined. */
export interface Joining {
  /** The number of calls in conversation is one that a conference can have. */
  readonly possible: boolean;
  /** All calls in conversation are in the conference. */
  readonly joined: boolean;
}

export function joiningOf({calls, conference}: Readonly<Pick<PhoneState, 'calls' | 'conference'>>): Joining {
  const talking = calls.filter((call) => isEstablished(call.state));
  return {
    possible: talking.length > 1 && talking.length <= MOST,
    joined: talking.length > 1 && talking.every((call) => conference.includes(call.id)),
  };
}
