import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import {isEstablished} from '../call/call-machine.js';
import {SipError} from '../errors.js';
import type {PhoneState} from '../phone/phone-state.js';

/** The most calls that a phone mixes. Each one costs the others some sound quality, and the machine some time. */
export const MOST = 3;

/**
 * Returns the lines of calls, if the calls can be joined.
 * @throws SipError `invalid-argument`, `invalid-state`.
 */
export function joinable(calls: readonly Call[], live: readonly CallLine[]): readonly CallLine[] {
  const lines = calls.flatMap((call) => live.find((line) => line.call === call) ?? []);
  if (calls.length > MOST) throw new SipError('invalid-argument', `A conference has at most ${String(MOST)} calls.`);
  if (calls.length < 2) throw new SipError('invalid-state', 'A conference needs two calls in conversation.');
  if (lines.length < calls.length || lines.some(({model}) => !model.established)) {
    throw new SipError('invalid-state', 'Only calls of this phone that are in conversation can be joined.');
  }
  return lines;
}

/** Whether a call takes part in the mix. A call on hold does not, so nobody hears the far end's hold music. */
export function canBeHeard({model}: CallLine): boolean {
  const {state, held, localStream, remoteStream} = model.state;
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
