import {SipCallElement} from '../elements/sip-call.js';
import {define} from './define.js';

define('sip-call', SipCallElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call': SipCallElement;
  }
}
