import {SipAudioLevelElement} from '../elements/sip-audio-level.js';
import {define} from './define.js';

define('sip-audio-level', SipAudioLevelElement);

declare global {
  interface HTMLElementTagNameMap {
    'sip-audio-level': SipAudioLevelElement;
  }
}
