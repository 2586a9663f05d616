import type {PhoneOptions} from '../../core/config/phone-config.js';
import type {CredentialsSource} from '../../core/config/credentials.js';
import type {DigitsVia, LiveOptions} from '../../core/config/live-config.js';
import type {PhonePorts} from '../../core/phone/phone-parts.js';
import {warnOnce} from '../../controllers/warn-once.js';

/** What the page can set on a `<sip-phone>` and change while there are calls. */
export interface LiveSettings {
  maxCalls: number | null;
  dnd: boolean;
  digitsVia: string | null;
  headerPrefix: string | null;
  messages: boolean;
  earlyMicrophone: boolean;
  trustedIdentity: boolean;
  autoAnswer: LiveOptions['autoAnswer'] | null;
  acceptRedirect: LiveOptions['acceptRedirect'];
  consentRefer: boolean;
  consentReplaces: boolean;
  consentVideo: boolean;
  consentRecording: boolean;
}

/** What it can set besides; a change makes another phone, after the last call. */
export interface PhoneSettings {
  server: string | null;
  uri: string | null;
  username: string | null;
  displayName: string | null;
  noRegister: boolean;
  video: boolean;
  iceServers: PhoneOptions['iceServers'] | string | null;
  iceTransportPolicy: string | null;
  gathering: PhoneOptions['gathering'];
  codecs: string | null;
  mediaTimeout: number | null;
  credentials: CredentialsSource | undefined;
  credentialsUrl: string | null;
  holdDirection: string | null;
  cameraOff: string | null;
  noSounds: boolean;
  country: string | null;
  noQuality: boolean;
  noRecover: boolean;
  registerExpires: number | null;
  pingInterval: number | null;
  ringOutTimeout: number | null;
  answerTimeout: number | null;
  sessionExpires: number | null;
  getUserMedia: PhoneOptions['getUserMedia'];
  acceptRefer: PhoneOptions['acceptRefer'];
  acceptReplaces: PhoneOptions['acceptReplaces'];
  ports: Partial<PhonePorts> | undefined;
}

const NAMES: readonly (keyof PhoneSettings)[] = Object.keys({
  server: 0,
  uri: 0,
  username: 0,
  displayName: 0,
  noRegister: 0,
  video: 0,
  iceServers: 0,
  iceTransportPolicy: 0,
  gathering: 0,
  codecs: 0,
  mediaTimeout: 0,
  credentials: 0,
  credentialsUrl: 0,
  holdDirection: 0,
  cameraOff: 0,
  noSounds: 0,
  country: 0,
  noQuality: 0,
  noRecover: 0,
  registerExpires: 0,
  pingInterval: 0,
  ringOutTimeout: 0,
  answerTimeout: 0,
  sessionExpires: 0,
  getUserMedia: 0,
  acceptRefer: 0,
  acceptReplaces: 0,
  ports: 0,
} satisfies Record<keyof PhoneSettings, 0>) as (keyof PhoneSettings)[];

/** What may change at any time, as the core wants it. Our own face (`bare`) has a place for the questions of strangers. */
export function liveOptions(
  element: HTMLElement & Readonly<LiveSettings>,
  bare: boolean,
  autoAnswerIf: LiveOptions['autoAnswerIf'],
): LiveOptions {
  const {maxCalls, dnd, digitsVia, headerPrefix, messages, trustedIdentity, autoAnswer, acceptRedirect} = element;
  const {consentRefer, consentReplaces, consentVideo, consentRecording, earlyMicrophone} = element;
  return {
    maxCalls: given(maxCalls),
    dnd,
    digitsVia: parseVia(element, digitsVia),
    headerPrefix: given(headerPrefix),
    messages,
    earlyMicrophone,
    trustedIdentity,
    autoAnswer: given(autoAnswer),
    autoAnswerIf,
    acceptRedirect,
    consentRefer: consentRefer || bare,
    consentReplaces: consentReplaces || bare,
    consentVideo,
    consentRecording,
  };
}

/** The settings as they are now. */
export function readSettings(element: Readonly<PhoneSettings>): Readonly<PhoneSettings> {
  return Object.fromEntries(NAMES.map((name) => [name, element[name]])) as unknown as PhoneSettings;
}

/** What the settings mean to the core. */
export function phoneOptions(
  element: HTMLElement,
  settings: Readonly<PhoneSettings>,
): Omit<PhoneOptions, 'credentials'> {
  return {
    server: settings.server ?? '',
    uri: given(settings.uri),
    displayName: given(settings.displayName),
    register: !settings.noRegister,
    video: settings.video,
    iceServers: iceServersOf(element, settings.iceServers),
    iceTransportPolicy: oneOf(element, 'ice-transport-policy', settings.iceTransportPolicy, ['all', 'relay']),
    gathering: settings.gathering,
    codecs: words(settings.codecs),
    mediaTimeout: given(settings.mediaTimeout),
    holdDirection: oneOf(element, 'hold-direction', settings.holdDirection, ['sendonly', 'inactive']),
    cameraOff: oneOf(element, 'camera-off', settings.cameraOff, ['black', 'free']),
    sounds: !settings.noSounds,
    country: given(settings.country),
    quality: !settings.noQuality,
    recover: !settings.noRecover,
    registerExpires: given(settings.registerExpires),
    pingInterval: given(settings.pingInterval),
    ringOutTimeout: given(settings.ringOutTimeout),
    answerTimeout: given(settings.answerTimeout),
    sessionExpires: given(settings.sessionExpires),
    getUserMedia: settings.getUserMedia,
    acceptRefer: settings.acceptRefer,
    acceptReplaces: settings.acceptReplaces,
  };
}

/** An attribute that is not there is an option left out. */
function given<T>(setting: T | null): T | undefined {
  return setting ?? undefined;
}

function words(text: string | null): string[] {
  return text?.split(/[\s,]+/).filter(Boolean) ?? [];
}

function iceServersOf(element: HTMLElement, setting: PhoneSettings['iceServers']): PhoneOptions['iceServers'] {
  if (typeof setting !== 'string') return given(setting);
  return words(setting)
    .filter((url) => isUsable(element, url))
    .map((url) => ({urls: url}));
}

// One URL that RTCPeerConnection does not take would make every call fail.
function isUsable(element: HTMLElement, url: string): boolean {
  if (/^stuns?:[^\s/]+$/i.test(url)) return true;
  const why = /^turns?:/i.test(url)
    ? 'TURN needs a user name and a credential, which do not belong into markup: set the property iceServers.'
    : 'it must begin with stun: or stuns:. All others go into the property iceServers.';
  warnOnce(element, `${namedAddress(url)} in the attribute ice-servers is left out: ${why}`);
  return false;
}

/** What may be said of an address in a log: markup that is meant for the property may hold secrets. */
function namedAddress(url: string): string {
  if (!/^(turns?|https?|wss?):[^"']*$/i.test(url)) return 'what is no address of a STUN server';
  return `"${url.replace(/^([^:]*):.*@/, '$1…@').replace(/\?.*/s, '?…')}"`;
}

/** The first one is what another word is taken for. */
function oneOf<const T extends string>(
  element: HTMLElement,
  name: string,
  text: string | null,
  words: readonly [T, T],
): T {
  const [usual, other] = words;
  const found = text === null ? usual : words.find((word) => word === text);
  if (found) return found;
  warnOnce(element, `${name}="${text ?? ''}" is taken as "${usual}"; the other one that there is is "${other}".`);
  return usual;
}

function parseVia(element: HTMLElement, text: string | null): DigitsVia {
  if (text === 'rtp' || text === 'info' || text === 'both' || text === 'auto' || text === null) return text ?? 'auto';
  warnOnce(element, `digits-via="${text}" is taken as "auto"; the others are "rtp", "info" and "both".`);
  return 'auto';
}
