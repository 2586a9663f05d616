import {SipSoftphoneElement} from '../elements/sip-softphone.js';
import {define} from './define.js';

define('sip-softphone', SipSoftphoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-softphone': SipSoftphoneElement;
  }
}
