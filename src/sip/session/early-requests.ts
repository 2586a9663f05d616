import {Info, Invitation, Message, type Session} from 'sip.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {IncomingByeRequest, IncomingInfoRequest, IncomingMessageRequest} from 'sip.js/lib/core/index.js';

/**
 * Requests in a dialog whose call is not answered yet. SIP.js answers them by itself and tells nobody: a MESSAGE would
 * count as read, a digit be refused, and a caller that leaves by BYE (RFC 3261 section 15) leave us ringing.
 */
export function attendEarly(native: Session, dialog: SessionDialog): void {
  const {delegate} = native;
  dialog.delegate = {
    ...dialog.delegate,
    onInfo: (request: IncomingInfoRequest) => delegate?.onInfo?.(new Info(request)),
    onMessage: (request: IncomingMessageRequest) => delegate?.onMessage?.(new Message(request)),
    ...(native instanceof Invitation && {
      onBye: (request: IncomingByeRequest) => {
        request.accept();
        // The INVITE gets its 487 (RFC 3261 section 15.1.2), as after a CANCEL.
        native._onCancel(request.message);
      },
    }),
  };
}
