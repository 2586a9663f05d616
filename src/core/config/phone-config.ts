import {SipError} from '../errors.js';
import {isSipUri} from '../address.js';
import type {Call} from '../call/call.js';
import type {Identity} from '../call/call-state.js';
import {checkIceOptions, type GatheringOptions, type IceServersSource} from './ice-options.js';
import {systemClock, type Clock} from '../clock.js';
import {checkCredentials, type CredentialsSource} from './credentials.js';
import {createLogger, type Logger} from '../logger.js';
import {resolveLive, type LiveConfig, type LiveOptions} from './live-config.js';
import {resolveServers, type ServerAddress, type ServerOption} from './server-address.js';

/** What a page may set; everything but `server` may be left out. */
export interface PhoneOptions extends LiveOptions {
  /**
   * The address of the SIP server's WebSocket, `wss://…` or, for tests, `ws://…` (RFC 7118); of several servers the
   * first one that works is used.
   */
  server: ServerOption;
  /** Our own address, `sip:user@domain`; without it the phone is anonymous and does not register. */
  uri?: string | undefined;
  displayName?: string | undefined;
  credentials?: CredentialsSource | undefined;
  /** Registers, so that calls come in. Default: true if there is a `uri`. */
  register?: boolean | undefined;
  /** Offers a picture in calls that do not say otherwise. Default: false. */
  video?: boolean | undefined;
  /** STUN and TURN servers, or a function that fetches them. Default: none; no third party is ever contacted unasked. */
  iceServers?: IceServersSource | undefined;
  /** `relay` sends media through TURN only. Default: `all`. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** How long an offer or an answer waits for ICE candidates. */
  gathering?: GatheringOptions | undefined;
  /** Names of the only codecs to use, the best first, as in `['opus', 'pcmu', 'h264']`. Default: all of the browser's. */
  codecs?: readonly string[] | undefined;
  /** Seconds after which a call whose sound stays lost is ended. Default: 30. */
  mediaTimeout?: number | undefined;
  /**
   * What a far end gets that we hold: silence (`sendonly`), or nothing at all (`inactive`), for servers that know only one
   * of the two. Default: `sendonly`.
   */
  holdDirection?: 'sendonly' | 'inactive' | undefined;
  /**
   * What muting the camera does besides sending `black`: nothing, or it lets the camera go (`free`), whose light goes out,
   * and opens it again afterwards. Default: `black`.
   */
  cameraOff?: 'black' | 'free' | undefined;
  /** Goes on with its calls when the page was reloaded, or crashed and was opened again at once. Default: true. */
  recover?: boolean | undefined;
  /** Rings and plays ringback. Default: true. */
  sounds?: boolean | undefined;
  /**
   * The country whose ringback, busy and congestion tones are heard, as `GB` or `US` (ISO 3166 alpha-2). Default, and for
   * a country that is not known: those of most of Europe.
   */
  country?: string | undefined;
  /** Measures the quality of calls once a second, and warns of what is wrong with it. Default: true. */
  quality?: boolean | undefined;
  /** Seconds asked for in REGISTER. Default: 600. */
  registerExpires?: number | undefined;
  /**
   * Seconds between two keep-alives (RFC 5626 section 3.5.1); during a call they come every 4 s at least, and as often
   * as a server's Flow-Timer asks for. Default: 15.
   */
  pingInterval?: number | undefined;
  /** Seconds after which an unanswered incoming call is answered 480. Default: 60. */
  answerTimeout?: number | undefined;
  /** Seconds after which an unanswered outgoing call is given up. Default: 90. */
  ringOutTimeout?: number | undefined;
  /**
   * Seconds between session refreshes, by which each side learns that the other one has gone without a word (RFC 4028);
   * at least 90, 0 does without. Default: 1800.
   */
  sessionExpires?: number | undefined;
  /**
   * Opens microphone and camera instead of `navigator.mediaDevices.getUserMedia`. The tracks are stopped with the call;
   * those that are given again while a call has them are cloned.
   */
  getUserMedia?: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
  /**
   * Decides, and nobody else is asked, whether a transfer that the far end asks for is followed, which calls somebody at
   * our expense. Default: `consentRefer` says.
   */
  acceptRefer?: ((request: ReferRequest) => boolean | Promise<boolean>) | undefined;
  /**
   * Decides, and nobody else is asked, whether somebody new may take the place of the far end of a call, as an attended
   * transfer of the far end does it. Default: `consentReplaces` says.
   */
  acceptReplaces?: ((request: ReplacesRequest) => boolean | Promise<boolean>) | undefined;
  /** Seconds after which a question that nobody has answered is a refusal. Default: 60. */
  consentTimeout?: number | undefined;
  clock?: Clock | undefined;
  logger?: Logger | undefined;
}

/** What the far end of a call asks for by REFER. All of it came over the network. */
export interface ReferRequest {
  readonly call: Call;
  /** Whom to call, as a SIP address. */
  readonly target: string;
  readonly referredBy: Identity;
  /** The new call takes the place of one that the target has already. */
  readonly attended: boolean;
}

/** Who wants to take the place of the far end of a call (RFC 3891). All of it came over the network. */
export interface ReplacesRequest {
  /** The call, with whoever is there now. */
  readonly call: Call;
  readonly by: Identity;
}

/** The options, complete and checked. Those of `LiveConfig` may change. */
export interface PhoneConfig extends LiveConfig {
  /** Best first. */
  readonly servers: readonly ServerAddress[];
  readonly uri: string;
  readonly displayName: string;
  readonly credentials: CredentialsSource | undefined;
  readonly register: boolean;
  readonly video: boolean;
  readonly iceServers: IceServersSource;
  readonly iceTransportPolicy: RTCIceTransportPolicy;
  readonly gathering: GatheringOptions;
  readonly codecs: readonly string[];
  readonly mediaTimeout: number;
  readonly holdDirection: 'sendonly' | 'inactive';
  readonly cameraOff: 'black' | 'free';
  readonly recover: boolean;
  readonly sounds: boolean;
  readonly country: string;
  readonly quality: boolean;
  readonly registerExpires: number;
  readonly pingInterval: number;
  readonly answerTimeout: number;
  readonly ringOutTimeout: number;
  readonly sessionExpires: number;
  readonly getUserMedia: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
  readonly acceptRefer: PhoneOptions['acceptRefer'];
  readonly acceptReplaces: PhoneOptions['acceptReplaces'];
  readonly consentTimeout: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Fills in defaults and checks.
 * @throws SipError `not-configured` without a server, `invalid-argument` for a value that cannot work.
 */
export function resolveConfig(options: PhoneOptions): PhoneConfig {
  const servers = resolveServers(options.server);
  const given = withoutUndefined(options);
  const uri = normalizeOwnUri(given.uri ?? '');
  checkIceOptions(given.iceServers ?? [], given.gathering ?? {});
  if (typeof given.credentials === 'object') checkCredentials(given.credentials);
  for (const name of POSITIVE) checkPositive(name, given[name]);
  if (given.sessionExpires) checkPositive('sessionExpires', given.sessionExpires);
  return {
    displayName: '',
    credentials: undefined,
    video: false,
    iceServers: [],
    iceTransportPolicy: 'all',
    gathering: {},
    codecs: [],
    mediaTimeout: 30,
    holdDirection: 'sendonly',
    cameraOff: 'black',
    recover: true,
    sounds: true,
    country: '',
    quality: true,
    registerExpires: 600,
    pingInterval: 15,
    answerTimeout: 60,
    ringOutTimeout: 90,
    sessionExpires: 1800,
    getUserMedia: undefined,
    acceptRefer: undefined,
    acceptReplaces: undefined,
    consentTimeout: 60,
    clock: systemClock,
    logger: createLogger(),
    ...given,
    ...resolveLive(given),
    servers,
    uri,
    register: (given.register ?? true) && uri !== '',
  };
}

const POSITIVE = [
  'mediaTimeout',
  'registerExpires',
  'pingInterval',
  'answerTimeout',
  'ringOutTimeout',
  'consentTimeout',
] as const;

type Defined<T> = {[K in keyof T]?: Exclude<T[K], undefined>};

/** An option that is there but undefined counts as left out. */
function withoutUndefined<T extends object>(options: T): Defined<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function normalizeOwnUri(text: string): string {
  const uri = text.trim();
  if (!uri) return '';
  const full = /^sips?:/i.test(uri) ? uri : `sip:${uri}`;
  const [, host] = full.split('@');
  if (isSipUri(full) && host && !host.includes('?')) return full;
  throw new SipError('invalid-argument', `The uri "${text}" is not an address of yours: write sip:user@domain.`);
}

function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return;
  throw new SipError('invalid-argument', `${name} must be a number above 0, not ${String(value)}.`);
}
