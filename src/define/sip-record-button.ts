import {SipRecordButtonElement} from '../elements/sip-record-button.js';
import {define} from './define.js';

define('sip-record-button', SipRecordButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-record-button': SipRecordButtonElement;
  }
}
