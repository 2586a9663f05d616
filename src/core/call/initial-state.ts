import {domainOf, toSipUri, userOf} from '../address.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {DialOptions} from '../phone/dial-options.js';
import {NEW_CALL, type CallState} from './call-state.js';
import {customHeaders, type CustomHeaders} from './custom-headers.js';
import type {Caller, SavedCall, SipSession} from '../engine/sip-engine.js';
import {randomId} from '../id.js';

const NOBODY = {name: '', uri: 'sip:anonymous@anonymous.invalid'};

/**
 * Returns the identity that a call shows as its caller.
 * @throws SipError `invalid-address` for an invalid address.
 */
export function callerOf(
  {from, displayName, anonymous = false}: Pick<DialOptions, 'from' | 'displayName' | 'anonymous'>,
  {uri: account, displayName: name}: PhoneConfig,
): Caller {
  if (anonymous) return {...NOBODY, anonymous};
  const uri = from === undefined ? account : toSipUri(from, domainOf(account));
  return {name: displayName ?? name, uri, anonymous};
}

/** Returns the state of a call that we want to make, to a SIP address, with an identity of ours. */
export function outboundCall(uri: string, caller: Caller, params: CustomHeaders): CallState {
  return {
    ...NEW_CALL,
    id: randomId(),
    direction: 'outbound',
    remoteIdentity: {name: '', uri, user: userOf(uri)},
    localIdentity: {name: caller.name, uri: caller.uri, user: userOf(caller.uri)},
    customHeaders: Object.freeze({...params}),
  };
}

/** Returns the state of a call that rings here. */
export function inboundCall(
  {remoteIdentity, localIdentity, videoOffered, inviteRequest: invite}: SipSession,
  prefix: string,
): CallState {
  return {
    ...NEW_CALL,
    id: randomId(),
    direction: 'inbound',
    state: 'ringing',
    remoteIdentity,
    localIdentity,
    videoOffered,
    customHeaders: customHeaders(invite?.headers ?? [], prefix),
  };
}

/** Returns the state of a call of the page before, until the far end agrees to go on. */
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
    accepted: true, // The page before has said so.
    startTime: new Date(memo.startTime),
  };
}
