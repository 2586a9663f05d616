import {SipHoldButtonElement} from '../elements/sip-hold-button.js';
import {define} from './define.js';

define('sip-hold-button', SipHoldButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-hold-button': SipHoldButtonElement;
  }
}
