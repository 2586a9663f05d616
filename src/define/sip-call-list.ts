import {SipCallListElement} from '../elements/sip-call-list.js';
import {define} from './define.js';

define('sip-call-list', SipCallListElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-list': SipCallListElement;
  }
}
