import {SipPhoneElement} from '../elements/sip-phone.js';
import {define} from './define.js';

// A page that gives a face of its own never fetches ours.
SipPhoneElement.loadFace = () => import('./sip-softphone.js');
define('sip-phone', SipPhoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-phone': SipPhoneElement;
  }
}
