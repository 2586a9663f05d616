import {SipVolumeRangeElement} from '../elements/sip-volume-range.js';
import {define} from './define.js';

define('sip-volume-range', SipVolumeRangeElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-volume-range': SipVolumeRangeElement;
  }
}
