import type {AutoAnswerCondition, AutoAnswerPolicy} from '../call/auto-answer.js';
import type {Call} from '../call/call.js';
import type {Identity} from '../call/call-state.js';
import type {Clock} from '../clock.js';
import type {RedirectPolicy} from '../engine/redirection.js';
import type {Logger} from '../logger.js';
import type {CredentialsSource} from './credentials.js';
import type {GatheringOptions, IceServersSource} from './ice-options.js';
import type {ServerOption} from './server-address.js';

/** How digits are sent; `auto` is RFC 4733 where the far end knows it, else INFO. */
export type DigitsVia = 'auto' | 'rtp' | 'info' | 'both';

/**
 * What a page may set; everything but `server` may be left out. `OPTIONS` has the defaults, and says which options may
 * change while the phone is in use. The doc comments go into `custom-elements.json`, as those of the properties of
 * `<sip-phone>`.
 */
export interface PhoneOptions {
  /**
   * The address of the SIP server's WebSocket, `wss://…` or, for tests, `ws://…` (RFC 7118), or several with spaces
   * between them or in a list, best first: the first one that works is used.
   */
  server: ServerOption;
  /**
   * Our own address, `sip:user@domain`. Without it the phone is anonymous: it does not register, and nobody can call
   * it.
   */
  uri?: string | undefined;
  /** The name that the far end sees when we call. */
  displayName?: string | undefined;
  /** The credentials, or a function that fetches them, and again when the server refuses them or they expire. */
  credentials?: CredentialsSource | undefined;
  /** Registers, so that calls come in. Default: true if there is a `uri`. */
  register?: boolean | undefined;
  /** Offers a picture in each call, unless the call has its own option. Default: false. */
  video?: boolean | undefined;
  /**
   * STUN and TURN servers, or a function that fetches them. Default: none; the phone contacts no third party unasked.
   */
  iceServers?: IceServersSource | undefined;
  /** `relay` sends media through TURN only. Default: `all`. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** How long an offer or an answer waits for ICE candidates, in milliseconds. */
  gathering?: GatheringOptions | undefined;
  /**
   * Names of the only codecs to use, the best first: `['opus', 'pcmu', 'h264']`, in markup `opus pcmu h264`. Default:
   * all of the browser's.
   */
  codecs?: readonly string[] | undefined;
  /** Seconds after which a call whose sound stays lost is ended. Default: 30. */
  mediaTimeout?: number | undefined;
  /**
   * The media that a far end gets on hold: silence (`sendonly`), or nothing at all (`inactive`), for servers that know
   * only one of the two. Default: `sendonly`.
   */
  holdDirection?: 'sendonly' | 'inactive' | undefined;
  /**
   * A muted camera sends black. `black` keeps the camera open; `free` closes it meanwhile, so that its light goes
   * out, and opens it again afterwards. Default: `black`.
   */
  cameraOff?: 'black' | 'free' | undefined;
  /** Goes on with the calls when the page is reloaded, or crashes and is opened again at once. Default: true. */
  recover?: boolean | undefined;
  /** Plays a ringtone and a ringback tone. Default: true. */
  sounds?: boolean | undefined;
  /**
   * The country whose ringback, busy and congestion tones the phone plays, as `GB` or `US` (ISO 3166 alpha-2). Default,
   * and for an unknown country: the tones of most of Europe.
   */
  country?: string | undefined;
  /** Measures the quality of calls once a second, and warns of bad quality. Default: true. */
  quality?: boolean | undefined;
  /** The lifetime that REGISTER asks for, in seconds. Default: 600. */
  registerExpires?: number | undefined;
  /**
   * Seconds between two keep-alives (RFC 5626 section 3.5.1); during a call they come every 4 s at least, and as often
   * as a server's Flow-Timer asks for. Default: 15.
   */
  pingInterval?: number | undefined;
  /** Seconds after which an unanswered inbound call gets 480. Default: 60. */
  answerTimeout?: number | undefined;
  /** Seconds after which the phone gives an unanswered outbound call up. Default: 90. */
  ringOutTimeout?: number | undefined;
  /**
   * Seconds between session refreshes, by which each side learns that the other side has gone without a BYE (RFC 4028);
   * at least 90, or 0 for none. Default: 1800.
   */
  sessionExpires?: number | undefined;
  /**
   * Opens microphone and camera instead of `navigator.mediaDevices.getUserMedia`. The call stops the tracks at its end;
   * a track that the function returns again, while a call has it, is cloned.
   */
  getUserMedia?: ((constraints: MediaStreamConstraints) => Promise<MediaStream>) | undefined;
  /** Seconds after which a question that nobody has answered is a refusal. Default: 60. */
  consentTimeout?: number | undefined;
  /** The time and the timers of the phone, for tests. Default: those of the browser. */
  clock?: Clock | undefined;
  /** The log to which the phone writes failures. Default: the console. */
  logger?: Logger | undefined;

  /** The most calls at a time; a further call gets 486. Default: 4. May change at any time. */
  maxCalls?: number | undefined;
  /**
   * Do not disturb: a caller hears that we are busy (486), and nothing rings. Default: false. May change at any
   * time.
   */
  dnd?: boolean | undefined;
  /**
   * How digits are sent: `auto` (in RTP if the far end supports that, else by INFO), `rtp`, `info` or `both`. Default:
   * `auto`. May change at any time.
   */
  digitsVia?: DigitsVia | undefined;
  /**
   * The word in the names of the application's own header fields, `X-<Prefix>-<Key>`. Default: none, `X-<Key>`. May
   * change at any time.
   */
  headerPrefix?: string | undefined;
  /**
   * The phone takes messages (RFC 3428) and reports them as `sip-message`; otherwise it refuses them with 405. Default:
   * false. May change at any time.
   */
  messages?: boolean | undefined;
  /**
   * Sends our sound before the far end has answered, if there are early media: for voice menus that listen
   * before they answer. A picture of ours never goes out before the answer. Default: false, the far end gets silence.
   * May change at any time.
   */
  earlyMicrophone?: boolean | undefined;
  /**
   * Trusts the server about who calls: P-Asserted-Identity, Remote-Party-ID. Default: false, because anybody may write
   * them. May change at any time.
   */
  trustedIdentity?: boolean | undefined;
  /**
   * Decides which calls answer themselves, after a short sound; or the SIP addresses of callers whose calls do so if
   * they ask for it, with spaces between them, `*@example.com` for a whole domain. Default: none does. May change at
   * any time.
   */
  autoAnswer?: AutoAnswerPolicy | string | undefined;
  /**
   * Decides when a call is about to answer itself; it is told whether the sound of the call is heard (the browser may
   * block it). Without a yes, the call goes on ringing. Default: yes. May change at any time.
   */
  autoAnswerIf?: AutoAnswerCondition | undefined;
  /**
   * Decides whom to call instead when a call is redirected (3xx), at our expense; five times at most, and nobody twice.
   * Default: nobody, and the call ends. May change at any time.
   */
  acceptRedirect?: RedirectPolicy | undefined;
  /**
   * Decides, and nobody else is asked, whether a transfer that the far end asks for is followed, which calls somebody
   * at our expense. Default: `consentRefer` says. May change at any time.
   */
  acceptRefer?: ((request: ReferRequest) => boolean | Promise<boolean>) | undefined;
  /**
   * Decides, and nobody else is asked, whether somebody new may take the place of the far end of a call, as an attended
   * transfer of the far end does it. Default: `consentReplaces` says. May change at any time.
   */
  acceptReplaces?: ((request: ReplacesRequest) => boolean | Promise<boolean>) | undefined;
  /**
   * A transfer that the far end asks for is a question in `snapshot.consents`, which `<sip-consent>` shows, unless
   * `acceptRefer` decides. Default: false, it is refused. May change at any time.
   */
  consentRefer?: boolean | undefined;
  /**
   * Asks the person when a new caller wants to take the place of the far end, unless `acceptReplaces` decides. Default:
   * false, the new caller rings, and takes the place when it is answered. May change at any time.
   */
  consentReplaces?: boolean | undefined;
  /**
   * Asks the person about a picture that the far end adds, in `snapshot.consents`, for as long as the far end can wait:
   * 25 s. Default: false, the picture is shown. May change at any time.
   */
  consentVideo?: boolean | undefined;
  /**
   * Asks the person before a recording that is made here, in `snapshot.consents`. Default: false, it begins at once.
   * May change at any time.
   */
  consentRecording?: boolean | undefined;
}

/** The transfer that the far end of a call asks for by REFER. All of it came over the network. */
export interface ReferRequest {
  readonly call: Call;
  /** The SIP address to call. */
  readonly target: string;
  readonly referredBy: Identity;
  /** Whether the new call replaces one that the target has already. */
  readonly attended: boolean;
}

/** The new caller that wants to take the place of the far end of a call (RFC 3891). All of it came over the network. */
export interface ReplacesRequest {
  /** The call with the present far end. */
  readonly call: Call;
  readonly by: Identity;
}
