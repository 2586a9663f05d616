import {SipAnswerButtonElement} from '../elements/sip-answer-button.js';
import {define} from './define.js';

define('sip-answer-button', SipAnswerButtonElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-answer-button': SipAnswerButtonElement;
  }
}
