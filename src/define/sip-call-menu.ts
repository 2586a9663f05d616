import {SipCallMenuElement} from '../elements/sip-call-menu.js';
import {define} from './define.js';

define('sip-call-menu', SipCallMenuElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-menu': SipCallMenuElement;
  }
}
