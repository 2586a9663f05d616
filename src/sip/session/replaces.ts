import {Inviter, Session, type URI, type UserAgent} from 'sip.js';
import type {IncomingRequestMessage} from 'sip.js/lib/core/index.js';
import type {SipSession} from '../../core/engine/sip-engine.js';

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
  const native = session?.native;
  const dialog = native instanceof Session ? native.dialog : undefined;
  if (!dialog) return {target: undefined, headerLines: []};
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
  message: IncomingRequestMessage,
  {userAgentCore, _sessions}: UserAgent,
  wasHere: (sessionId: string) => boolean,
): string | undefined {
  const replaces = message.parseHeader('replaces') as Replaces | undefined;
  if (message.method !== 'INVITE' || message.toTag || !replaces) return undefined;
  const {call_id, replaces_to_tag, replaces_from_tag, early_only} = replaces;
  const dialog = userAgentCore.dialogs.get(call_id + replaces_to_tag + replaces_from_tag);
  // Named by the tag of whoever made the call.
  const ids = [call_id + replaces_to_tag, call_id + replaces_from_tag];
  const native = ids.map((id) => _sessions[id]).find(Boolean);
  if (!dialog || !native) return ids.some(wasHere) ? '603 Declined' : '481 Call/Transaction Does Not Exist';
  // Only who called can take back what is not answered yet.
  if (dialog.early) return native instanceof Inviter ? undefined : '481 Call/Transaction Does Not Exist';
  return early_only ? '486 Busy Here' : undefined;
}
