export {domainOf, isSipUri, toSipUri, userOf} from './address.js';
export {trusting, type AutoAnswerCondition, type AutoAnswerPolicy, type AutoAnswerRequest} from './call/auto-answer.js';
export {Call} from './call/call.js';
export type {AnswerOptions, ProgressOptions, RejectOptions, ReplyOptions} from './call/call-answer.js';
export type {HangupOptions} from './call/end-call.js';
export type {RecordOptions} from './call/call-recorder.js';
export {CALL_PHASES, canMove, isEnded, isEstablished, type CallPhase} from './call/call-machine.js';
export {
  callDuration,
  callStatus,
  isAnswerable,
  type CallDirection,
  type CallOperation,
  type CallState,
  type CallStatus,
  type Consent,
  type Identity,
  type MediaPhase,
} from './call/call-state.js';
export type {CustomHeaders} from './call/custom-headers.js';
export type {DigitOptions} from './call/digits.js';
export type {CallTimings} from './call/call-timings.js';
export {systemClock, type Clock} from './clock.js';
export {OPTIONS} from './config/options.js';
export type {PhoneConfig} from './config/phone-config.js';
export type {DigitsVia, PhoneOptions, ReferRequest, ReplacesRequest} from './config/phone-options.js';
export type {
  Credentials,
  CredentialsQuestion,
  CredentialsSource,
  HashCredentials,
  PasswordCredentials,
  TokenCredentials,
} from './config/credentials.js';
export {SipCredentialsRequestEvent} from './config/credentials-request.js';
export type {ConnectionPhase, RegistrationPhase} from './phone/connection-machine.js';
export type {CallEnd, EndCause, EndedBy, EndedCall} from './call/end-reason.js';
export type {
  Caller,
  DescriptionModifier,
  EndRequest,
  InviteOptions,
  ProgressParts,
  SessionMedia,
  SipEngine,
  SipEngineFactory,
  SipEngineListener,
  SipEngineOptions,
  SipRedirection,
  SipReferral,
  SipSession,
  SipSessionListener,
  TransferNews,
  TransferRequest,
} from './engine/sip-engine.js';
export type {CallTransfer, TransferPhase} from './transfer/transfer-state.js';
export type {TransferOptions} from './transfer/call-transfers.js';
export type {ServerAddress, ServerOption} from './config/server-address.js';
export {
  DEVICE_KINDS,
  type ChosenDevices,
  type Device,
  type DeviceKind,
  type DevicesState,
  type SpeakerChoice,
} from './devices/device-state.js';
export type {OwnDevices} from './devices/call-devices.js';
export {SipError, toSipError, type SipErrorCode} from './errors.js';
export {
  NOTICE_NAMES,
  NOTICES,
  SipNoticeEvent,
  SipRequestEvent,
  type CallNotices,
  type CallRequests,
  type PhoneNotices,
  type PhoneRequests,
  type SipNotices,
  type SipRequests,
} from './events.js';
export type {
  GatheringEnd,
  GatheringOptions,
  GatheringReport,
  IceServersAnswer,
  IceServersSource,
  LeasedIceServers,
} from './config/ice-options.js';
export {consoleSink, createLogger, redact, type Logger, type LogLevel, type LogSink} from './logger.js';
export type {
  AudioMix,
  CallMedia,
  LevelMeter,
  MediaDevices,
  MediaPort,
  MediaPortFactory,
  MixedCall,
  OpenedMedia,
  Recording,
  RecordingOptions,
  RemoteAudio,
  Tone,
} from './media-port.js';
export {Phone, type DialOptions} from './phone/phone.js';
export type {PhonePorts} from './phone/phone-parts.js';
export {IDLE_PHONE, type PhoneState, type PhoneStatus} from './phone/phone-state.js';
export {REQUEST_NAMES} from './requests.js';
export type {RedirectPolicy, RedirectRequest} from './engine/redirection.js';
export type {CallWarning, WarningCause, WarningKind} from './quality/call-warning.js';
export type {BothWays, PictureFigures, QualitySample} from './quality/quality-sample.js';
export {activeCall, sameCall, samePhone, shallowEqual} from './select.js';
export type {RequestOptions, SipAnswer, SipHeader, SipRequest, TextMessage} from './engine/sip-message.js';
export {createStore, type Store, type SubscribeOptions, type WritableStore} from './store.js';
