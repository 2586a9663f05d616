import {userOf} from '../address.js';
import {NEW_CALL, type CallState} from './call-state.js';
import type {PhoneConfig} from '../phone/config.js';
import type {SavedCall, SipSession} from '../engine.js';
import {randomId} from '../id.js';

/** A call that we want to make, to a SIP address. */
export function outboundCall(uri: string, {uri: account, displayName}: PhoneConfig): CallState {
  return {
    ...NEW_CALL,
    id: randomId(),
    direction: 'outbound',
    remoteIdentity: {name: '', uri, user: userOf(uri)},
    localIdentity: {name: displayName, uri: account, user: userOf(account)},
  };
}

/** A call that rings here. */
export function inboundCall({remoteIdentity, localIdentity, videoOffered}: SipSession): CallState {
  return {
    ...NEW_CALL,
    id: randomId(),
    direction: 'inbound',
    state: 'ringing',
    remoteIdentity,
    localIdentity,
    videoOffered,
  };
}

/** A call of the page before, as it is until the far end has agreed to go on. */
export function restoredCall({memo, session}: SavedCall): CallState {
  const {direction, remoteIdentity, localIdentity} = session;
  return {
    ...NEW_CALL,
    id: memo.id,
    direction,
    remoteIdentity,
    localIdentity,
    state: 'recovering',
    prevState: memo.held ? 'held' : 'active',
    muted: Object.freeze({...memo.muted}),
    deaf: memo.deaf,
    held: Object.freeze({local: memo.held, remote: false}),
    startTime: new Date(memo.startTime),
  };
}
