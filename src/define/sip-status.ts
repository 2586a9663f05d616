import {SipStatusElement} from '../elements/sip-status.js';
import {define} from './define.js';

define('sip-status', SipStatusElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-status': SipStatusElement;
  }
}
