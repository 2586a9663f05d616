import {SessionDialog, type IncomingRequestMessage, type URI, type UserAgentCore} from '../sip-js.js';
import type {SipSession} from '../../core/engine/sip-engine.js';
import {sessionOf, type SessionsById} from './before-dialog.js';
import type {InviteSession} from './session.js';

/** How to reach the far end of a session with an INVITE that takes its place (RFC 3891 section 3). */
export interface Replacing {
  /** Its own Contact; undefined if that means nothing to a server (RFC 7118 section 5.1), and its address has to do. */
  readonly target: URI | undefined;
  /** The value of Replaces; undefined if there is nothing to replace. */
  readonly replaces?: string;
  readonly headerLines: readonly string[];
}

/** What the grammar makes of the header field. */
interface Replaces {
  readonly call_id: string;
  readonly replaces_to_tag: string;
  readonly replaces_from_tag: string;
  readonly early_only?: boolean;
}

/** The tags are named as the far end sees them. Who does not know the extension has to refuse, not to ring. */
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

/** What we answer to an INVITE that wants to take the place of a call which it may not have (RFC 3891 section 3). */
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
  // Only who called can take back what is not answered yet.
  if (dialog.early) return session.direction === 'outbound' ? undefined : '481 Call/Transaction Does Not Exist';
  return early_only ? '486 Busy Here' : undefined;
}

/** The session whose place an INVITE wants to take. */
export function replacedSession(sessions: SessionsById, message: IncomingRequestMessage): InviteSession | undefined {
  const replaces = replacesIn(message);
  if (!replaces) return undefined;
  const {call_id: callId, replaces_to_tag: toTag, replaces_from_tag: fromTag} = replaces;
  return sessionOf(sessions, {callId, toTag, fromTag});
}

function replacesIn(message: IncomingRequestMessage): Replaces | undefined {
  return message.parseHeader('replaces') as Replaces | undefined;
}
