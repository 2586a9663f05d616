import {SessionDialog, type IncomingRequestMessage, type URI, type UserAgentCore} from '../sip-js.js';
import type {SipSession} from '../../core/engine/sip-engine.js';
import {sessionOf, type SessionsById} from './before-dialog.js';
import type {InviteSession} from './session.js';

/** The facts for an INVITE that replaces a session at its far end (RFC 3891 section 3). */
export interface Replacing {
  /**
   * The far end's Contact; undefined if a server cannot reach it (RFC 7118 section 5.1), so that its address must do.
   */
  readonly target: URI | undefined;
  /** The value of Replaces; undefined if there is nothing to replace. */
  readonly replaces?: string;
  readonly headerLines: readonly string[];
}

/** The header field as our grammar reads it. */
interface Replaces {
  readonly call_id: string;
  readonly replaces_to_tag: string;
  readonly replaces_from_tag: string;
  readonly early_only?: boolean;
}

/** Names the tags as the far end sees them. `Require` makes a phone without the extension refuse, and not ring. */
export function replacing(session: SipSession | undefined): Replacing {
  const dialog = session?.native;
  if (!(dialog instanceof SessionDialog) || dialog.early) return {target: undefined, headerLines: []};
  const {callId, localTag, remoteTag, remoteTarget} = dialog;
  const replaces = `${callId};to-tag=${remoteTag};from-tag=${localTag}`;
  return {
    target: remoteTarget.host.endsWith('.invalid') ? undefined : remoteTarget,
    replaces,
    headerLines: [`Replaces: ${replaces}`, 'Require: replaces'],
  };
}

/** Returns our refusal of an INVITE that must not replace the call which it names (RFC 3891 section 3). */
export function refusalOfReplacing(
  core: UserAgentCore,
  sessions: SessionsById,
  wasHere: (sessionId: string) => boolean,
  message: IncomingRequestMessage,
): string | undefined {
  const replaces = replacesIn(message);
  if (message.method !== 'INVITE' || message.toTag || !replaces) return undefined;
  const {call_id: callId, replaces_to_tag: toTag, replaces_from_tag: fromTag, early_only} = replaces;
  const dialog = core.dialogs.get(callId + toTag + fromTag);
  const session = sessionOf(sessions, {callId, toTag, fromTag});
  if (!dialog || !session) {
    return [callId + toTag, callId + fromTag].some(wasHere) ? '603 Declined' : '481 Call/Transaction Does Not Exist';
  }
  // An early dialog can only be replaced if this phone has made the call (RFC 3891 section 3).
  if (dialog.early) return session.direction === 'outbound' ? undefined : '481 Call/Transaction Does Not Exist';
  return early_only ? '486 Busy Here' : undefined;
}

/** Returns the session that an INVITE wants to replace. */
export function replacedSession(sessions: SessionsById, message: IncomingRequestMessage): InviteSession | undefined {
  const replaces = replacesIn(message);
  if (!replaces) return undefined;
  const {call_id: callId, replaces_to_tag: toTag, replaces_from_tag: fromTag} = replaces;
  return sessionOf(sessions, {callId, toTag, fromTag});
}

function replacesIn(message: IncomingRequestMessage): Replaces | undefined {
  return message.parseHeader('replaces') as Replaces | undefined;
}
