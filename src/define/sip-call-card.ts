import {SipCallCardElement} from '../elements/sip-call-card.js';
import {define} from './define.js';

define('sip-call-card', SipCallCardElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-card': SipCallCardElement;
  }
}
