import {SipHangupButtonElement} from '../elements/sip-hangup-button.js';
import {define} from './define.js';

define('sip-hangup-button', SipHangupButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-hangup-button': SipHangupButtonElement;
  }
}
