import {systemClock} from '../clock.js';
import {createLogger} from '../logger.js';
import {checkGathering, checkIceServers} from './ice-options.js';
import {checkHeaderPrefix, checkInterval, checkPositive, checkSource, ownUri} from './option-checks.js';
import type {PhoneOptions} from './phone-options.js';
import {resolveServers} from './server-address.js';

export type OptionName = keyof PhoneOptions;

export type OptionValue<K extends OptionName> = Exclude<PhoneOptions[K], undefined>;

export interface Option<T> {
  /** The content of its attribute; an option of type `script` has none, because its value is not a text. */
  readonly type: 'text' | 'number' | 'boolean' | 'script';
  readonly default: T | undefined;
  /** Whether the option may change while the phone is in use, also during calls. */
  readonly live?: true;
  /** The only valid values. */
  readonly words?: readonly T[];
  /** @throws SipError for a value that cannot work. */
  check?(value: T, name: string): void;
}

/**
 * Every option of a phone. The names of its property and its attribute follow from its name, type and default:
 * `<sip-phone>` declares them, and a test compares the two.
 */
export const OPTIONS = {
  server: {type: 'text', default: '', check: resolveServers},
  uri: {type: 'text', default: '', check: ownUri},
  displayName: {type: 'text', default: ''},
  credentials: {type: 'script', default: undefined, check: checkSource},
  register: {type: 'boolean', default: true},
  video: {type: 'boolean', default: false},
  iceServers: {type: 'text', default: [], check: checkIceServers},
  iceTransportPolicy: {type: 'text', default: 'all', words: ['all', 'relay']},
  gathering: {type: 'script', default: {}, check: checkGathering},
  codecs: {type: 'text', default: []},
  mediaTimeout: {type: 'number', default: 30, check: checkPositive},
  holdDirection: {type: 'text', default: 'sendonly', words: ['sendonly', 'inactive']},
  cameraOff: {type: 'text', default: 'black', words: ['black', 'free']},
  recover: {type: 'boolean', default: true},
  sounds: {type: 'boolean', default: true},
  country: {type: 'text', default: ''},
  quality: {type: 'boolean', default: true},
  registerExpires: {type: 'number', default: 600, check: checkPositive},
  pingInterval: {type: 'number', default: 15, check: checkPositive},
  answerTimeout: {type: 'number', default: 60, check: checkPositive},
  ringOutTimeout: {type: 'number', default: 90, check: checkPositive},
  sessionExpires: {type: 'number', default: 1800, check: checkInterval},
  getUserMedia: {type: 'script', default: undefined},
  consentTimeout: {type: 'number', default: 60, check: checkPositive},
  clock: {type: 'script', default: systemClock},
  logger: {type: 'script', default: createLogger()},

  maxCalls: {type: 'number', default: 4, live: true, check: checkPositive},
  dnd: {type: 'boolean', default: false, live: true},
  digitsVia: {type: 'text', default: 'auto', live: true, words: ['auto', 'rtp', 'info', 'both']},
  headerPrefix: {type: 'text', default: '', live: true, check: checkHeaderPrefix},
  messages: {type: 'boolean', default: false, live: true},
  earlyMicrophone: {type: 'boolean', default: false, live: true},
  trustedIdentity: {type: 'boolean', default: false, live: true},
  autoAnswer: {type: 'text', default: '', live: true},
  autoAnswerIf: {type: 'script', default: undefined, live: true},
  acceptRedirect: {type: 'script', default: undefined, live: true},
  acceptRefer: {type: 'script', default: undefined, live: true},
  acceptReplaces: {type: 'script', default: undefined, live: true},
  consentRefer: {type: 'boolean', default: false, live: true},
  consentReplaces: {type: 'boolean', default: false, live: true},
  consentVideo: {type: 'boolean', default: false, live: true},
  consentRecording: {type: 'boolean', default: false, live: true},
} as const satisfies {readonly [K in OptionName]-?: Option<OptionValue<K>>};

export const OPTION_NAMES = Object.freeze(Object.keys(OPTIONS) as OptionName[]);

/** The options that may change while the phone is in use. */
export const LIVE_NAMES: readonly OptionName[] = OPTION_NAMES.filter((name) => 'live' in OPTIONS[name]);
