import {SessionDialog, type Session} from '../sip-js.js';
import {SipError} from '../../core/errors.js';

/** The dialog that a response belongs to, whose type SIP.js hides behind an interface. */
export function dialogOf({session}: {readonly session: Session}): SessionDialog {
  if (session instanceof SessionDialog) return session;
  throw new SipError('internal', 'SIP.js has changed: the session of a response is no dialog.');
}
