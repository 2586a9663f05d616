import {SipTransferButtonElement} from '../elements/sip-transfer-button.js';
import {define} from './define.js';

define('sip-transfer-button', SipTransferButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-transfer-button': SipTransferButtonElement;
  }
}
