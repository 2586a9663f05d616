import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import {isEstablished} from '../call/call-machine.js';
import {SipError} from '../errors.js';
import {MOST} from './joining.js';

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
