import {SipCameraButtonElement} from '../elements/sip-camera-button.js';
import {define} from './define.js';

define('sip-camera-button', SipCameraButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-camera-button': SipCameraButtonElement;
  }
}
