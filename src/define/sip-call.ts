import {SipCallElement} from '../elements/sip-call.js';
import {define} from './define.js';

// The card is loaded only when a `<sip-call>` without children needs it.
SipCallElement.loadFace = () => import('./sip-call-card.js');
define('sip-call', SipCallElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call': SipCallElement;
  }
}
