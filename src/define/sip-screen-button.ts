import {SipScreenButtonElement} from '../elements/sip-screen-button.js';
import {define} from './define.js';

define('sip-screen-button', SipScreenButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-screen-button': SipScreenButtonElement;
  }
}
