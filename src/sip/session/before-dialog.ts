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

/** The sessions by Call-ID and the caller's tag. */
export type SessionsById = Pick<ReadonlyMap<string, InviteSession>, 'get'>;

type Facts = Pick<IncomingRequestMessage, 'callId' | 'toTag' | 'fromTag'>;

export function sessionOf(sessions: SessionsById, {callId, toTag, fromTag}: Facts): InviteSession | undefined {
  return sessions.get(callId + toTag) ?? sessions.get(callId + fromTag);
}

/**
 * Takes requests inside dialogs that SIP.js's dialogs do not know, or would handle wrongly. Returns whether it handled
 * the request. The transaction of a repeated request sends the response again.
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
    // The BYE has overtaken the response that makes the dialog. It gets 481, and the session remembers it.
    if (method === 'BYE' && session.direction === 'outbound') session.beginning.left(message);
    return false;
  }
  switch (method) {
    case 'INVITE':
      return takeInvite(core, session, dialog, message);
    case 'PRACK':
      if (session.beginning.owed(message)) return false;
      // This PRACK matches no response of ours (RFC 3262 section 3), so its description does not count.
      core.replyStateless(message, {statusCode: 481});
      return true;
    case 'UPDATE':
      takeUpdate(core, session, dialog, message);
      return true;
    default:
      return false;
  }
}

/** Refuses a re-INVITE while our INVITE is open (RFC 3261 section 14.2): SIP.js would take its offer for our answer. */
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

/** Takes an UPDATE (RFC 3311). */
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
  // The method of `Dialog` does what every request needs; that of `SessionDialog` would answer 501.
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
