import {SipVideoElement} from '../elements/sip-video.js';
import {define} from './define.js';

define('sip-video', SipVideoElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-video': SipVideoElement;
  }
}
