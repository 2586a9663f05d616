import {SipCallListElement} from '../elements/sip-call-list.js';
import {define} from './define.js';
import './sip-call.js'; // put around a copy of a template that has none

define('sip-call-list', SipCallListElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-list': SipCallListElement;
  }
}
