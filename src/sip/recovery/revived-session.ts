import {Inviter, SessionState, type UserAgent} from 'sip.js';
import {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {internals} from '../patches.js';
import type {SavedSession} from './saved-session.js';

/**
 * How far to count on: requests may have been sent after the last note was taken, and a lower CSeq would be refused
 * (RFC 3261 section 12.2.2).
 */
const CSEQ_MARGIN = 100;

const HANDLERS = {
  onAck: 'onAckRequest',
  onBye: 'onByeRequest',
  onInfo: 'onInfoRequest',
  onInvite: 'onInviteRequest',
  onMessage: 'onMessageRequest',
  onNotify: 'onNotifyRequest',
  onPrack: 'onPrackRequest',
  onRefer: 'onReferRequest',
} as const;

/** What is private in SIP.js and has to be set: a session that did not send its INVITE itself. */
interface Inwards {
  _id: string;
  _dialog: SessionDialog;
  stateTransition(state: SessionState): void;
}

/** An established session of SIP.js in a dialog that an earlier page had; it has no media yet. */
export function reviveSession(userAgent: UserAgent, {dialog}: SavedSession): Inviter {
  const localSequenceNumber = (dialog.localSequenceNumber ?? 0) + CSEQ_MARGIN;
  const initialTransaction = {request: {}} as ConstructorParameters<typeof SessionDialog>[0];
  const revived = new SessionDialog(initialTransaction, userAgent.userAgentCore, {...dialog, localSequenceNumber});
  const inviter = new Inviter(userAgent, dialog.remoteURI, {params: {fromTag: dialog.localTag}});
  const members = internals(inviter, 'stateTransition', ...Object.values(HANDLERS));
  // Looked up at each call: patches are put on afterwards.
  revived.delegate = Object.fromEntries(
    Object.entries(HANDLERS).map(([event, handler]) => [event, (...args: never[]) => members[handler](...args)]),
  );
  const session = inviter as unknown as Inwards;
  Reflect.deleteProperty(userAgent._sessions, session._id);
  session._id = dialog.callId + dialog.localTag;
  userAgent._sessions[session._id] = inviter;
  session._dialog = revived;
  session.stateTransition(SessionState.Establishing);
  session.stateTransition(SessionState.Established);
  return inviter;
}
