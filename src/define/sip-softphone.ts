import {SipSoftphoneElement} from '../elements/sip-softphone.js';
import {define} from './define.js';

// Before calls can come in, and while nobody waits.
SipSoftphoneElement.loadAnswering = () => import('./answering.js');
SipSoftphoneElement.loadTalking = () => import('./talking.js');
define('sip-softphone', SipSoftphoneElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-softphone': SipSoftphoneElement;
  }
}
