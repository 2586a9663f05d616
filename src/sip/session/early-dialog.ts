import type {Invitation} from 'sip.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {IncomingResponse} from 'sip.js/lib/core/index.js';
import {NonInviteClientTransaction} from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
import {UserAgentClient} from 'sip.js/lib/core/user-agents/user-agent-client.js';

/**
 * Asks the caller, by OPTIONS in the early dialog, whether it still waits: its CANCEL may have been lost with a
 * connection. Calls `gone` if not; a server or caller that does not understand the question counts as waiting.
 */
export function askWhetherWaiting(invitation: Invitation, gone: () => void): void {
  const {incomingInviteRequest} = invitation as unknown as {incomingInviteRequest: {earlyDialog?: SessionDialog}};
  const dialog = incomingInviteRequest.earlyDialog;
  if (!dialog) return;
  const message = dialog.createOutgoingRequestMessage('OPTIONS');
  const onReject = ({message: {statusCode}}: IncomingResponse) => {
    if (statusCode === 481) gone();
  };
  new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, {onReject});
}
