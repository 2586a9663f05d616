import {Inviter, type Session, type UserAgent} from 'sip.js';
import {Dialog} from 'sip.js/lib/core/dialogs/dialog.js';
import {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {NonInviteServerTransaction} from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
import {UserAgentServer} from 'sip.js/lib/core/user-agents/user-agent-server.js';
import type {IncomingRequestMessage} from 'sip.js/lib/core/index.js';
import {allowUpdate} from '../messages/allow.js';
import {attendEarly, noteFarewell} from './early-requests.js';
import {internals} from '../patches.js';

/** The session of a dialog, as far as requests concern it that SIP.js does not hand on. */
export interface DialogOwner {
  update(request: UserAgentServer, dialog: SessionDialog): void;
  /** A re-INVITE comes although the ACK to the answer of the one before did not. */
  settleRemote(): void;
}

/**
 * Puts a hand before requests inside dialogs: UPDATE (RFC 3311), which SIP.js does not know, what comes before the answer,
 * and re-INVITEs that it would answer 500 for ever because an earlier one was never acknowledged.
 */
export function receiveInDialog(userAgent: UserAgent, ownerOf: (native: Session) => DialogOwner | undefined): void {
  allowUpdate();
  const core = userAgent.userAgentCore;
  const members = internals(core, 'receiveInsideDialogRequest');
  const handle = members.receiveInsideDialogRequest.bind(core) as (message: IncomingRequestMessage) => void;
  members.receiveInsideDialogRequest = (message: IncomingRequestMessage) => {
    const {method, callId, toTag, fromTag} = message;
    const dialog = core.dialogs.get(callId + toTag + fromTag);
    // Named by the tag of whoever made the call.
    const native = userAgent._sessions[callId + toTag] ?? userAgent._sessions[callId + fromTag];
    const owner = native && ownerOf(native);
    if (native instanceof Inviter && receiveBeforeAnswer(native, dialog, message)) return;
    if (dialog instanceof SessionDialog && owner) {
      if (dialog.early) attendEarly(native, dialog);
      if (method === 'INVITE') owner.settleRemote();
      if (method === 'UPDATE') {
        receiveUpdate(message, dialog, owner);
        return;
      }
    }
    handle(message);
  };
}

/**
 * What a phone that we call asks before it answers; returns whether it has its answer. A BYE may be of a dialog that we
 * have not heard of yet: it gets its 481, and what it has overtaken will come. A re-INVITE meets ours, which is still open
 * (RFC 3261 section 14.2); SIP.js would take its offer for the answer to that.
 */
function receiveBeforeAnswer(inviter: Inviter, dialog: Dialog | undefined, message: IncomingRequestMessage): boolean {
  if (dialog && !dialog.early) return false;
  if (message.method === 'BYE') noteFarewell(inviter, message);
  if (!dialog || message.method !== 'INVITE') return false;
  inviter.userAgent.userAgentCore.replyStateless(message, {statusCode: 491});
  return true;
}

function receiveUpdate(message: IncomingRequestMessage, dialog: SessionDialog, owner: DialogOwner): void {
  const {sequenceGuard} = internals(dialog, 'sequenceGuard');
  if (!(sequenceGuard as (request: object) => boolean).call(dialog, message)) return;
  // What every request does to its dialog; that of `SessionDialog` would answer 501.
  Dialog.prototype.receiveRequest.call(dialog, message);
  owner.update(new UserAgentServer(NonInviteServerTransaction, dialog.userAgentCore, message), dialog);
}
