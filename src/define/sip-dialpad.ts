import {SipDialpadElement} from '../elements/sip-dialpad.js';
import {define} from './define.js';

define('sip-dialpad', SipDialpadElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-dialpad': SipDialpadElement;
  }
}
