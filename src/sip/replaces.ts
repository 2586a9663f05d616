import {Session, type URI} from 'sip.js';
import type {SipSession} from '../core/engine.js';

/** How to reach the far end of a session with an INVITE that takes its place (RFC 3891 section 3). */
export interface Replacing {
  /** Its own Contact; undefined if that means nothing to a server (RFC 7118 section 5.1), and its address has to do. */
  readonly target: URI | undefined;
  readonly headerLines: readonly string[];
}

/** The tags are named as the far end sees them. Who does not know the extension has to refuse, not to ring. */
export function replacing(session: SipSession | undefined): Replacing {
  const native = session?.native;
  const dialog = native instanceof Session ? native.dialog : undefined;
  if (!dialog) return {target: undefined, headerLines: []};
  const {callId, localTag, remoteTag, remoteTarget} = dialog;
  return {
    target: remoteTarget.host.endsWith('.invalid') ? undefined : remoteTarget,
    headerLines: [`Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`, 'Require: replaces'],
  };
}
