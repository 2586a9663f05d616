import {SipCallerElement} from '../elements/sip-caller.js';
import {define} from './define.js';

define('sip-caller', SipCallerElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-caller': SipCallerElement;
  }
}
