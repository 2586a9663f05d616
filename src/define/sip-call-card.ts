import {SipCallCardElement} from '../elements/sip-call-card.js';
import {define} from './define.js';

// Who answers has some seconds at least before they are needed.
SipCallCardElement.loadTalking = () => import('./talking.js');
define('sip-call-card', SipCallCardElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call-card': SipCallCardElement;
  }
}
