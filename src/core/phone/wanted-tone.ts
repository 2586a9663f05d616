import {isEnded, isEstablished} from '../call/call-machine.js';
import type {CallState} from '../call/call-state.js';
import type {Tone} from '../media-port.js';

/** Milliseconds for which the end of a call is heard. */
export const END_TIME = 4000;

/**
 * The one tone that the calls want, if any: never ringback over early media, only a beep while somebody is talking, and
 * the end of a call only where there is nothing else.
 */
export function wantedTone(calls: readonly Readonly<CallState>[], now: number): Tone | undefined {
  if (calls.some((call) => call.direction === 'inbound' && call.state === 'ringing')) {
    return answersItself(calls) || calls.some((call) => isEstablished(call.state)) ? 'waiting' : 'ring';
  }
  // Whoever wants to take the place of the far end waits as if it rang.
  if (calls.some(({consents}) => consents.some(({kind}) => kind === 'replaces'))) return 'waiting';
  const ringing = calls.some((call) => call.direction === 'outbound' && call.state === 'trying' && call.remoteRinging);
  if (ringing) return 'ringback';
  if (calls.some((call) => !isEnded(call.state))) return undefined;
  const last = [...calls].reverse().find(({endTime}) => endTime !== null && now - endTime.getTime() < END_TIME);
  return last && endTone(last);
}

/** Somebody is about to be heard here whom nobody has answered: that has a sound even where nothing rings. */
export function answersItself(calls: readonly Readonly<CallState>[]): boolean {
  return calls.some((call) => call.state === 'ringing' && call.autoAnswer !== null);
}

/** What a telephone sounds like at the end of a call that somebody else has ended. */
function endTone({end, direction, startTime}: Readonly<CallState>): Tone | undefined {
  if (!end || end.by === 'local') return undefined;
  if (startTime) return end.by === 'remote' ? 'busy' : undefined;
  // Nobody listens to a call that was missed.
  if (direction === 'inbound') return undefined;
  if (end.cause === 'busy' || end.cause === 'declined') return 'busy';
  return end.code >= 300 ? 'congestion' : undefined;
}
