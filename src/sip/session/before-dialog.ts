import {
  Dialog,
  NonInviteServerTransaction,
  SessionDialog,
  UserAgentServer,
  type IncomingRequestMessage,
  type UserAgentCore,
} from '../sip-js.js';
import {inBackground} from '../guarded.js';
import type {InviteSession} from './session.js';

/** By the Call-ID and the tag of whoever made the call. */
export type SessionsById = Pick<ReadonlyMap<string, InviteSession>, 'get'>;

type Facts = Pick<IncomingRequestMessage, 'callId' | 'toTag' | 'fromTag'>;

export function sessionOf(sessions: SessionsById, {callId, toTag, fromTag}: Facts): InviteSession | undefined {
  return sessions.get(callId + toTag) ?? sessions.get(callId + fromTag);
}

/**
 * Takes requests inside dialogs that SIP.js's dialogs do not know, or would get wrong; returns whether the answer is given.
 * A request that is repeated gets its answer from its transaction.
 */
export function takeBeforeDialog(
  core: UserAgentCore,
  sessions: SessionsById,
  message: IncomingRequestMessage,
): boolean {
  const {method, callId, toTag, fromTag, viaBranch} = message;
  const session = toTag ? sessionOf(sessions, message) : undefined;
  if (!session || core.userAgentServers.has(viaBranch)) return false;
  const dialog = core.dialogs.get(callId + toTag + fromTag);
  if (!(dialog instanceof SessionDialog)) {
    // It has overtaken what makes the dialog: it gets its 481, and is remembered.
    if (method === 'BYE' && session.direction === 'outbound') session.beginning.left(message);
    return false;
  }
  switch (method) {
    case 'INVITE':
      return takeInvite(core, session, dialog, message);
    case 'PRACK':
      if (session.beginning.owed(message)) return false;
      // RFC 3262 section 3; what it describes is not ours to take.
      core.replyStateless(message, {statusCode: 481});
      return true;
    case 'UPDATE':
      takeUpdate(core, session, dialog, message);
      return true;
    default:
      return false;
  }
}

/** Ours is still open (RFC 3261 section 14.2): SIP.js would take the offer of this one for the answer to that. */
function takeInvite(
  core: UserAgentCore,
  session: InviteSession,
  dialog: SessionDialog,
  message: IncomingRequestMessage,
) {
  const open = dialog.early && session.direction === 'outbound';
  if (open) core.replyStateless(message, {statusCode: 491});
  else session.conversation.now?.negotiation.settleRemote();
  return open;
}

/** RFC 3311. */
function takeUpdate(
  core: UserAgentCore,
  session: InviteSession,
  dialog: SessionDialog,
  message: IncomingRequestMessage,
) {
  const {remoteSequenceNumber} = dialog;
  if (remoteSequenceNumber && message.cseq <= remoteSequenceNumber) {
    core.replyStateless(message, {statusCode: 500});
    return;
  }
  // What every request does to its dialog; that of `SessionDialog` would answer 501.
  Dialog.prototype.receiveRequest.call(dialog, message);
  const request = new UserAgentServer(NonInviteServerTransaction, core, message);
  session.usage.whenSettled(() => {
    if (session.usage.ending) request.reject({statusCode: 481});
    else
      inBackground(
        session.context.config.logger,
        'The answer to an UPDATE',
        session.conversation.handle(request, ({negotiation}) => negotiation.update(request, dialog)),
      );
  });
}
