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
  /** Our own address, `sip:user@domain`. Without it the phone is anonymous, does not register and only calls out. */
  uri?: string | undefined;
  /** The name that the people see whom we call. */
  displayName?: string | undefined;
  /** The secrets, or a function that fetches them and is asked again when they are refused or expire. */
  credentials?: CredentialsSource | undefined;
  /** Registers, so that calls come in. Default: true if there is a `uri`. */
  register?: boolean | undefined;
  /** Offers a picture in calls that do not say otherwise. Default: false. */
  video?: boolean | undefined;
  /**
   * STUN and TURN servers, or a function that fetches them. Default: none; no third party is ever contacted unasked.
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
   * What a far end gets that we hold: silence (`sendonly`), or nothing at all (`inactive`), for servers that know only
   * one of the two. Default: `sendonly`.
   */
  holdDirection?: 'sendonly' | 'inactive' | undefined;
  /**
   * What muting the camera does besides sending `black`: nothing, or it lets the camera go (`free`), whose light goes
   * out, and opens it again afterwards. Default: `black`.
   */
  cameraOff?: 'black' | 'free' | undefined;
  /** Goes on with its calls when the page was reloaded, or crashed and was opened again at once. Default: true. */
  recover?: boolean | undefined;
  /** Rings and plays ringback. Default: true. */
  sounds?: boolean | undefined;
  /**
   * The country whose ringback, busy and congestion tones are heard, as `GB` or `US` (ISO 3166 alpha-2). Default, and
   * for a country that is not known: those of most of Europe.
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
  /** Seconds after which a question that nobody has answered is a refusal. Default: 60. */
  consentTimeout?: number | undefined;
  /** The time and the timers of the phone, for tests. Default: those of the browser. */
  clock?: Clock | undefined;
  /** Where the phone writes what went wrong. Default: the console. */
  logger?: Logger | undefined;

  /** Further calls are answered 486. Default: 4. May change at any time. */
  maxCalls?: number | undefined;
  /**
   * Do not disturb: whoever calls hears that we are busy (486), and nothing rings. Default: false. May change at any
   * time.
   */
  dnd?: boolean | undefined;
  /**
   * How digits go: `auto` (in the sound where the far end knows that, else by INFO), `rtp`, `info` or `both`. Default:
   * `auto`. May change at any time.
   */
  digitsVia?: DigitsVia | undefined;
  /**
   * The word in the names of the application's own header fields, `X-<Prefix>-<Key>`. Default: none, `X-<Key>`. May
   * change at any time.
   */
  headerPrefix?: string | undefined;
  /**
   * Messages (RFC 3428) are taken and told as `sip-message`; otherwise they are refused with 405. Default: false. May
   * change at any time.
   */
  messages?: boolean | undefined;
  /**
   * Sends our sound before the far end has answered, where it is heard by then (early media): for menus that listen
   * before they answer. A picture of ours never goes out before the answer. Default: false, the far end gets silence.
   * May change at any time.
   */
  earlyMicrophone?: boolean | undefined;
  /**
   * Believes the server who calls: P-Asserted-Identity, Remote-Party-ID. Default: false, as anybody may write them.
   * May change at any time.
   */
  trustedIdentity?: boolean | undefined;
  /**
   * Decides which calls answer themselves, after a short sound; or the SIP addresses of those whose calls do if they
   * ask for it, with spaces between them, `*@example.com` for a whole domain. Default: none does. May change at any
   * time.
   */
  autoAnswer?: AutoAnswerPolicy | string | undefined;
  /**
   * Asked when a call is about to answer itself, and told whether its sound is being heard (the browser may not let it
   * through); without a yes the call goes on ringing. Default: yes. May change at any time.
   */
  autoAnswerIf?: AutoAnswerCondition | undefined;
  /**
   * Decides whom a call goes on to that is redirected (3xx), at our expense; five times at most, and to nobody twice.
   * Default: to nobody, and the call ends. May change at any time.
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
   * That somebody new takes the place of the far end is such a question too, unless `acceptReplaces` decides. Default:
   * false, whoever it is rings, and takes the place when answered. May change at any time.
   */
  consentReplaces?: boolean | undefined;
  /**
   * A picture that the far end adds is a question in `snapshot.consents` too, for as long as the far end can wait: 25
   * s. Default: false, it is shown. May change at any time.
   */
  consentVideo?: boolean | undefined;
  /**
   * A recording that is to be made here is a question in `snapshot.consents` too. Default: false, it begins. May
   * change at any time.
   */
  consentRecording?: boolean | undefined;
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
