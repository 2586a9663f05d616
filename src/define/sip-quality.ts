import {SipQualityElement} from '../elements/sip-quality.js';
import {define} from './define.js';

define('sip-quality', SipQualityElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-quality': SipQualityElement;
  }
}
