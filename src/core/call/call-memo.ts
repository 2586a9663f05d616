import type {CallLine} from './call-line.js';
import type {CallState} from './call-state.js';
import type {CallMemo, SipSession} from '../engine/sip-engine.js';
import {shallowEqual} from '../select.js';

/** Lets the session of a call note what the next page has to know, whenever it changes. */
export function keepMemo(line: CallLine): void {
  const {store} = line.model;
  let last: CallMemo | undefined;
  let told: SipSession | undefined;
  store.subscribe(() => {
    const memo = memoOf(store.state);
    const current = line.session;
    // Another session may carry the same call.
    if (!memo || (current === told && shallowEqual(memo, last))) return;
    last = memo;
    told = current;
    current?.remember(memo);
  });
}

/** Undefined as long as there is nothing to go on with. */
function memoOf(call: Readonly<CallState>): CallMemo | undefined {
  const {id, state, startTime, muted, deaf, held, video, remoteVideo} = call;
  if (!startTime || (state !== 'active' && state !== 'held')) return undefined;
  return {id, startTime: startTime.getTime(), muted, deaf, held: held.local, video, remoteVideo};
}
