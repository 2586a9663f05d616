import {SipDialButtonElement} from '../elements/sip-dial-button.js';
import {define} from './define.js';

define('sip-dial-button', SipDialButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-dial-button': SipDialButtonElement;
  }
}
