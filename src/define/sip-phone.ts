import {SipPhoneElement} from '../elements/sip-phone.js';
import {define} from './define.js';

define('sip-phone', SipPhoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-phone': SipPhoneElement;
  }
}
