import {SipCallTimerElement} from '../elements/sip-call-timer.js';
import {define} from './define.js';

define('sip-call-timer', SipCallTimerElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-timer': SipCallTimerElement;
  }
}
