import {SipMuteButtonElement} from '../elements/sip-mute-button.js';
import {define} from './define.js';

define('sip-mute-button', SipMuteButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-mute-button': SipMuteButtonElement;
  }
}
