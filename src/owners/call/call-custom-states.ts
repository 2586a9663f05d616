import {isEnded, isEstablished} from '../../core/call/call-machine.js';
import {callStatus, type CallState} from '../../core/call/call-state.js';

const STATES: Readonly<Record<string, (call: Readonly<CallState>) => boolean>> = {
  incoming: (call) => call.direction === 'inbound',
  outgoing: (call) => call.direction === 'outbound',
  ringing: (call) => callStatus(call) === 'ringing',
  established: (call) => isEstablished(call.state),
  held: (call) => call.held.local,
  'remote-held': (call) => call.held.remote,
  muted: (call) => call.muted.audio,
  recording: (call) => call.recording,
  'awaiting-consent': (call) => call.consents.length > 0,
  ended: (call) => isEnded(call.state),
};

/** The custom states of a `<sip-call>`. */
export function callCustomStates(call: Readonly<CallState> | null): Record<string, boolean> {
  const states = Object.entries(STATES).map(([name, applies]) => [name, call !== null && applies(call)] as const);
  return {empty: call === null, ...Object.fromEntries(states)};
}
