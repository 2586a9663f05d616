import {SipConsentElement} from '../elements/sip-consent.js';
import {define} from './define.js';

define('sip-consent', SipConsentElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-consent': SipConsentElement;
  }
}
