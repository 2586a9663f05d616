import {SipDeviceSelectElement} from '../elements/sip-device-select.js';
import {define} from './define.js';

define('sip-device-select', SipDeviceSelectElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-device-select': SipDeviceSelectElement;
  }
}
