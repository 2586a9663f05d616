import type {Call} from '../call/call.js';
import {isEstablished} from '../call/call-machine.js';
import {SipError} from '../errors.js';
import type {PhoneState} from '../phone/phone-state.js';

/** How many calls a phone mixes: each costs every other one of them a part of its sound and of the machine's time. */
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

/** How a phone stands as to conferences. */
export interface Joining {
  /** There are as many calls in conversation as a conference can have. */
  readonly possible: boolean;
  /** All of them are in one. */
  readonly joined: boolean;
}

export function joiningOf({calls, conference}: Readonly<Pick<PhoneState, 'calls' | 'conference'>>): Joining {
  const talking = calls.filter((call) => isEstablished(call.state));
  return {
    possible: talking.length > 1 && talking.length <= MOST,
    joined: talking.length > 1 && talking.every((call) => conference.includes(call.id)),
  };
}
