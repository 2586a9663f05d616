import {SipDialFieldElement} from '../elements/sip-dial-field.js';
import {define} from './define.js';

define('sip-dial-field', SipDialFieldElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-dial-field': SipDialFieldElement;
  }
}
