import {isEnded, isEstablished} from '../call/call-machine.js';
import type {CallState} from '../call/call-state.js';
import type {Tone} from '../media-port.js';

/** How long the tone for the end of a call plays, in milliseconds. */
export const END_TIME = 4000;

/**
 * Returns the one tone for the present calls, if any: no ringback over early media, only a beep during a conversation,
 * and the tone for the end of a call only if there is no other sound.
 */
export function wantedTone(calls: readonly Readonly<CallState>[], now: number): Tone | undefined {
  if (calls.some((call) => call.direction === 'inbound' && call.state === 'ringing')) {
    return answersItself(calls) || calls.some((call) => isEstablished(call.state)) ? 'waiting' : 'ring';
  }
  // A new caller that wants to replace the far end waits, so the tone is that of a ringing call.
  if (calls.some(({consents}) => consents.some(({kind}) => kind === 'replaces'))) return 'waiting';
  const ringing = calls.some((call) => call.direction === 'outbound' && call.state === 'trying' && call.remoteRinging);
  if (ringing) return 'ringback';
  if (calls.some((call) => !isEnded(call.state))) return undefined;
  const last = [...calls].reverse().find(({endTime}) => endTime !== null && now - endTime.getTime() < END_TIME);
  return last && endTone(last);
}

/** Whether a call is about to answer itself: that has a sound even if the phone does not ring. */
export function answersItself(calls: readonly Readonly<CallState>[]): boolean {
  return calls.some((call) => call.state === 'ringing' && call.autoAnswer !== null);
}

/** Returns the tone at the end of a call that the far end or the network has ended. */
function endTone({end, direction, startTime}: Readonly<CallState>): Tone | undefined {
  if (!end || end.by === 'local') return undefined;
  if (startTime) return end.by === 'remote' ? 'busy' : undefined;
  // After a missed call nobody listens.
  if (direction === 'inbound') return undefined;
  if (end.cause === 'busy' || end.cause === 'declined') return 'busy';
  return end.code >= 300 ? 'congestion' : undefined;
}
