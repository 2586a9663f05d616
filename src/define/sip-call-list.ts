import {SipCallListElement} from '../elements/sip-call-list.js';
import {define} from './define.js';
import './sip-call.js'; // The list puts one around a copy whose template has none.

define('sip-call-list', SipCallListElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-list': SipCallListElement;
  }
}
