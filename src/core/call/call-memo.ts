import type {CallLine} from './call-line.js';
import type {CallState} from './call-state.js';
import type {CallMemo, SipSession} from '../engine/sip-engine.js';
import {shallowEqual} from '../select.js';

/** Gives the session of a call the facts that the next page needs, whenever they change. */
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

/** Returns the facts of a call for the next page; undefined while the page could not go on with it. */
function memoOf(call: Readonly<CallState>): CallMemo | undefined {
  const {id, state, startTime, muted, deaf, held, video, remoteVideo} = call;
  if (!startTime || (state !== 'active' && state !== 'held')) return undefined;
  return {id, startTime: startTime.getTime(), muted, deaf, held: held.local, video, remoteVideo};
}
