import {SipConferenceButtonElement} from '../elements/sip-conference-button.js';
import {define} from './define.js';

define('sip-conference-button', SipConferenceButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-conference-button': SipConferenceButtonElement;
  }
}
