import {
  NonInviteClientTransaction,
  UserAgentClient,
  type IncomingRequestMessage,
  type IncomingResponse,
  type OutgoingRequestMessage,
  type SessionDialog,
  type URI,
} from '../sip-js.js';
import {SipError} from '../../core/errors.js';
import type {RequestOptions, SipAnswer} from '../../core/engine/sip-message.js';
import {ALLOW} from '../messages/allow.js';
import {answerOf, finalResponse, type Answer, type RequestParts} from '../messages/final-response.js';
import {ask, checkMethod, requestParts} from '../messages/request-parts.js';
import {guarded} from '../guarded.js';
import {setRemoteTarget} from '../patches.js';

type Respond = (response: IncomingResponse) => void;

/** Sends a re-INVITE with an offer, and the ACK to its answer, even if the answer comes too late. */
export function sendReinvite(parts: RequestParts, offer: string, headers: readonly string[]): Promise<Answer> {
  const {logger} = parts;
  let release: () => void = () => undefined;
  return finalResponse(parts, (pending) => {
    const dialog = dialogOf(parts);
    const refused: Respond = guarded(logger, ({message}) => pending.settle(answerOf(message)));
    const prolong = guarded(logger, () => pending.prolong(() => request.cancel()));
    const body = {contentDisposition: 'session', contentType: 'application/sdp', content: offer};
    const request = dialog.invite(
      {
        onTrying: prolong,
        onProgress: prolong,
        onReject: refused,
        onRedirect: refused,
        onAccept: guarded(logger, (response) => {
          const {message} = response;
          // Before the ACK, which goes to the new target already (RFC 3261 section 13.2.2.4).
          refreshTarget(dialog, message);
          // SIP.js sends the ACK for the client that it finds here, and that may be a later one by now.
          const current = dialog.reinviteUserAgentClient;
          dialog.reinviteUserAgentClient = client;
          response.ack();
          if (current !== client) dialog.reinviteUserAgentClient = current;
          if (!pending.over) pending.settle(answerOf(message));
        }),
      },
      {body, extraHeaders: [contactLine(parts), ALLOW, ...headers]},
    );
    const client = request as unknown as SessionDialog['reinviteUserAgentClient'];
    release = () => {
      if (dialog.reinviteUserAgentClient !== client) return;
      dialog.signalingStateRollback();
      dialog.reinviteUserAgentClient = undefined;
    };
  }).finally(() => {
    // Without a final response SIP.js would go on waiting for it, and send no other re-INVITE.
    release();
  });
}

/** Sends an UPDATE without an offer (RFC 3311): it shows that we are alive, and our Contact. */
export function sendUpdate(parts: RequestParts, headers: readonly string[]): Promise<Answer> {
  return finalResponse(parts, (pending) => {
    const dialog = dialogOf(parts);
    const settle: Respond = guarded(parts.logger, ({message}) => {
      if ((message.statusCode ?? 0) < 300) refreshTarget(dialog, message);
      pending.settle(answerOf(message));
    });
    const extraHeaders = [contactLine(parts), ALLOW, ...headers];
    const message = dialog.createOutgoingRequestMessage('UPDATE', {extraHeaders});
    new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, {
      onAccept: settle,
      onReject: settle,
      onRedirect: settle,
    });
  });
}

/** Sends any other request inside the dialog. */
export function sendInDialog(parts: RequestParts, method: string, options: RequestOptions): Promise<SipAnswer> {
  checkMethod(method);
  const {extraHeaders, body} = requestParts(options);
  return ask(parts, (delegate) => {
    const dialog = dialogOf(parts);
    const message = dialog.createOutgoingRequestMessage(method, {extraHeaders, ...(body && {body})});
    new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, delegate);
  });
}

/** Sends a REFER (RFC 3515). `sent` sees the message, whose CSeq grows when it is sent again with a password. */
export function sendRefer(
  parts: RequestParts,
  headers: readonly string[],
  sent: (message: OutgoingRequestMessage) => void,
): Promise<Answer> {
  return finalResponse(parts, (pending) => {
    const dialog = dialogOf(parts);
    const settle: Respond = guarded(parts.logger, ({message}) => pending.settle(answerOf(message)));
    const message = dialog.createOutgoingRequestMessage('REFER', {extraHeaders: [contactLine(parts), ...headers]});
    sent(message);
    new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, {
      onAccept: settle,
      onReject: settle,
      onRedirect: settle,
    });
  });
}

export function contactLine({usage}: Pick<RequestParts, 'usage'>): string {
  return `Contact: ${usage.contact}`;
}

/**
 * Takes the far end's Contact from an UPDATE, or from a 2xx to ours, which SIP.js ignores (RFC 3261 section 12.2.1.2).
 */
export function refreshTarget(
  dialog: SessionDialog,
  message: Pick<IncomingRequestMessage, 'parseHeader' | 'hasHeader'>,
): void {
  const contact = message.hasHeader('contact')
    ? (message.parseHeader('contact') as {uri?: URI} | undefined)
    : undefined;
  if (contact?.uri) setRemoteTarget(dialog, contact.uri);
}

function dialogOf({usage: {dialog, state}}: RequestParts): SessionDialog {
  if (state === 'established' && dialog) return dialog;
  throw new SipError('invalid-state', 'Only a call in conversation can be changed.');
}
