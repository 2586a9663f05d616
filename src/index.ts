// The class-only entry: element classes, the headless phone, types. Importing it registers no tag.
export * from './core/index.js';
export {callContext, phoneContext, type CallLink, type PhoneLink} from './controllers/contexts.js';
export {BROWSER_PORTS, createPhone} from './create-phone.js';
export {SipAnswerButtonElement} from './elements/sip-answer-button.js';
export {SipCallElement} from './elements/sip-call.js';
export {SipCallCardElement} from './elements/sip-call-card.js';
export {SipCallListElement} from './elements/sip-call-list.js';
export {SipCallTimerElement} from './elements/sip-call-timer.js';
export {SipCallerElement} from './elements/sip-caller.js';
export {SipCameraButtonElement} from './elements/sip-camera-button.js';
export {SipDialButtonElement} from './elements/sip-dial-button.js';
export {SipDialFieldElement} from './elements/sip-dial-field.js';
export {SipDialpadElement} from './elements/sip-dialpad.js';
export {SipHangupButtonElement} from './elements/sip-hangup-button.js';
export {SipHoldButtonElement} from './elements/sip-hold-button.js';
export {SipMuteButtonElement} from './elements/sip-mute-button.js';
export {SipPhoneElement} from './elements/sip-phone.js';
export {SipSoftphoneElement} from './elements/sip-softphone.js';
export {SipStatusElement} from './elements/sip-status.js';
export {SipVideoElement} from './elements/sip-video.js';
export {VERSION} from './elements/version.js';
export {
  registerTranslation,
  translations,
  type TermKey,
  type TextKey,
  type Translation,
} from './i18n/translations.js';
