import {SipPhoneElement} from '../elements/sip-phone.js';
import {define} from './define.js';

// The default face is loaded only when a `<sip-phone>` without children needs it.
SipPhoneElement.loadFace = () => import('./sip-softphone.js');
define('sip-phone', SipPhoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-phone': SipPhoneElement;
  }
}
