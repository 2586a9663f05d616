import {Info, Invitation, Message, type Session} from 'sip.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {
  IncomingByeRequest,
  IncomingInfoRequest,
  IncomingMessageRequest,
  IncomingRequestMessage,
} from 'sip.js/lib/core/index.js';

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

/** The BYEs that came before the answer which they are the end of, by the tag of who sent them. */
const farewells = new WeakMap<Session, Map<string, IncomingRequestMessage>>();

/** A phone that we call has left. Others that ring may still answer, and so may this one: its answer is on its way. */
export function noteFarewell(native: Session, bye: IncomingRequestMessage): void {
  const noted = farewells.get(native) ?? new Map<string, IncomingRequestMessage>();
  farewells.set(native, noted.set(bye.fromTag, bye));
}

/** The BYE of the phone with that tag. */
export function farewellOf(native: Session, tag: string): IncomingRequestMessage | undefined {
  return farewells.get(native)?.get(tag);
}
