import {SipCallElement} from '../elements/sip-call.js';
import {define} from './define.js';

// A page that gives a card of its own never fetches ours.
SipCallElement.loadFace = () => import('./sip-call-card.js');
define('sip-call', SipCallElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-call': SipCallElement;
  }
}
