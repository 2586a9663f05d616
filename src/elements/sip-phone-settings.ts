import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {LiveSettings, PhoneSettings} from '../owners/phone/phone-settings.js';
import {whyUnread} from '../owners/phone/unread-attributes.js';
import {warnOfFalse, warnOnce} from '../controllers/warn-once.js';
import type {PhoneOptions} from '../core/config/phone-config.js';
import type {CredentialsSource} from '../core/config/credentials.js';
import type {PhonePorts} from '../core/phone/phone-parts.js';

const BOOLEANS = new Set(
  (
    'no-register video no-sounds no-quality no-recover keep-alive dnd messages trusted-identity ' +
    'early-microphone consent-refer consent-replaces consent-video consent-recording'
  ).split(' '),
);

/** What a page can set on a `<sip-phone>`; all of it is the author's, and never written by us. */
export abstract class SipPhoneSettingsElement extends LitElement implements PhoneSettings, LiveSettings {
  /**
   * The WebSocket address of the SIP server, `wss://…`, or several with spaces between them, best first: the first that
   * works is used. Without it the phone does nothing.
   */
  @property() server: string | null = null;
  /** Our own address, `sip:user@domain`. Without it the phone is anonymous and only calls out. */
  @property() uri: string | null = null;
  /** The authorization user, where it is not the user part of `uri` and the credentials do not say it. */
  @property() username: string | null = null;
  /** The name that the people see whom we call. */
  @property({attribute: 'display-name'}) displayName: string | null = null;
  /** When to connect: `load` (default), `interaction` (the first press or key inside, or a call), or `manual`. */
  @property() connect: string | null = null;
  /** Calls out only. */
  @property({type: Boolean, attribute: 'no-register'}) noRegister = false;
  /** Offers a picture in calls that do not say otherwise. */
  @property({type: Boolean}) video = false;
  /**
   * In markup: STUN servers, `stun:…`, with spaces or commas between them. By script also a list with the secrets of TURN
   * servers, or a function that fetches it.
   */
  @property({attribute: 'ice-servers'}) iceServers: PhoneOptions['iceServers'] | string | null = null;
  /** `relay` sends media through TURN only; `all` is the default. */
  @property({attribute: 'ice-transport-policy'}) iceTransportPolicy: string | null = null;
  /** Names of the only codecs to use, the best first, separated by spaces: `opus pcmu h264`. */
  @property() codecs: string | null = null;
  /** Seconds after which a call whose sound stays lost is ended. Default: 30. */
  @property({type: Number, attribute: 'media-timeout'}) mediaTimeout: number | null = null;
  /**
   * Where JSON `{username?, password}`, `{username?, ha1, algorithm?}` or `{token, expires?}` comes from, on the page's own
   * origin; asked again when the server refuses them. Should be short-lived. `servers` in it names the WebSocket addresses
   * that may have them; without it, those of the page's own site may.
   */
  @property({attribute: 'credentials-url'}) credentialsUrl: string | null = null;
  /** Further calls hear that we are busy. Default: 4. May change at any time. */
  @property({type: Number, attribute: 'max-calls'}) maxCalls: number | null = null;
  /** Do not disturb: whoever calls hears that we are busy, and nothing rings. May change at any time. */
  @property({type: Boolean}) dnd = false;
  /** How digits go: `auto` (default: in the sound where the far end knows that, else by INFO), `rtp`, `info` or `both`. */
  @property({attribute: 'digits-via'}) digitsVia: string | null = null;
  /** The word in the names of the application's own header fields, `X-<Prefix>-<Key>`. Default: none, `X-<Key>`. */
  @property({attribute: 'header-prefix'}) headerPrefix: string | null = null;
  /** Takes messages, and tells of each as `sip-message`. Without it they are refused. */
  @property({type: Boolean}) messages = false;
  /**
   * Sends our sound before the far end has answered, where that is heard already: for menus that listen before they
   * answer. Without it the far end gets silence, and digits. Applies to the next call.
   */
  @property({type: Boolean, attribute: 'early-microphone'}) earlyMicrophone = false;
  /** Believes the server who calls (P-Asserted-Identity, Remote-Party-ID), as it is to be trusted. */
  @property({type: Boolean, attribute: 'trusted-identity'}) trustedIdentity = false;
  /**
   * Whose calls answer themselves if they ask for it, after a short sound: SIP addresses with spaces between them,
   * `*@example.com` for a whole domain. Whoever writes markup may not open a microphone unseen: said by the attribute, a
   * call only answers itself if its sound is heard and the phone can be seen, which is scrolled into view for that;
   * otherwise it rings. Set by script, it is answered in any case; a property may also be a function that decides.
   * Default: nobody's.
   */
  @property({attribute: 'auto-answer'})
  get autoAnswer(): PhoneOptions['autoAnswer'] | null {
    return this.#autoAnswer;
  }

  set autoAnswer(autoAnswer: PhoneOptions['autoAnswer'] | null) {
    this.#autoAnswer = autoAnswer;
    this.#autoAnswerScripted = !this.#readingAttribute;
  }
  /**
   * A transfer that the far end asks for is a question to the person, `<sip-consent>`, for a minute, unless `acceptRefer`
   * decides. The phone's own face asks anyway; with a face of the page's, it is refused without this. May change at any
   * time.
   */
  @property({type: Boolean, attribute: 'consent-refer'}) consentRefer = false;
  /**
   * That somebody new takes the place of the far end, whom that has sent here, is a question too, unless `acceptReplaces`
   * decides. The phone's own face asks anyway; with a face of the page's, they ring without this.
   */
  @property({type: Boolean, attribute: 'consent-replaces'}) consentReplaces = false;
  /** A picture that the far end adds is a question too, for 25 seconds at most. Without it, it is shown. */
  @property({type: Boolean, attribute: 'consent-video'}) consentVideo = false;
  /** A recording that is to be made here is a question too. Without it, it begins. */
  @property({type: Boolean, attribute: 'consent-recording'}) consentRecording = false;
  /** Decides whether a transfer that the far end asks for is followed, instead of the person. */
  @property({attribute: false}) acceptRefer: PhoneOptions['acceptRefer'];
  /** Decides whether somebody new may take the place of the far end, instead of the person. */
  @property({attribute: false}) acceptReplaces: PhoneOptions['acceptReplaces'];
  /** What a far end gets that we hold: silence (`sendonly`, the default), or nothing at all (`inactive`). */
  @property({attribute: 'hold-direction'}) holdDirection: string | null = null;
  /** What muting the camera does besides sending black: nothing (`black`, the default), or it lets it go (`free`). */
  @property({attribute: 'camera-off'}) cameraOff: string | null = null;
  /** Neither rings nor plays ringback. */
  @property({type: Boolean, attribute: 'no-sounds'}) noSounds = false;
  /** Whose ringback, busy and congestion tones are heard: `US`, `GB`, … Default: those of most of Europe. */
  @property() country: string | null = null;
  /** Neither measures the quality of calls nor warns of what is wrong with it. */
  @property({type: Boolean, attribute: 'no-quality'}) noQuality = false;
  /**
   * Hangs up when the page is left. Without it, calls go on if the page was reloaded, or crashed and was opened again in
   * the same tab, within half a minute; a tab that is closed for good leaves the far end to notice by itself.
   */
  @property({type: Boolean, attribute: 'no-recover'}) noRecover = false;
  /** Removal from the document ends nothing; `destroy()` does. */
  @property({type: Boolean, attribute: 'keep-alive'}) keepAlive = false;
  /** Seconds asked for in REGISTER. Default: 600. */
  @property({type: Number, attribute: 'register-expires'}) registerExpires: number | null = null;
  /** Seconds between the checks that the far end is still there (RFC 4028); 0 does without. Default: 1800. */
  @property({type: Number, attribute: 'session-expires'}) sessionExpires: number | null = null;
  /** Seconds between two keep-alives while there is no call; four at most during one. Default: 15. */
  @property({type: Number, attribute: 'ping-interval'}) pingInterval: number | null = null;
  /** Seconds after which an unanswered outgoing call is given up. Default: 90. */
  @property({type: Number, attribute: 'ring-out-timeout'}) ringOutTimeout: number | null = null;
  /** Seconds after which an unanswered incoming call is given up. Default: 60. */
  @property({type: Number, attribute: 'answer-timeout'}) answerTimeout: number | null = null;
  /** The secrets, or a function that fetches them and is asked again when they are refused or expire. */
  @property({attribute: false}) credentials: CredentialsSource | undefined;
  /** How long an offer or an answer waits for ICE candidates, in milliseconds. */
  @property({attribute: false}) gathering: PhoneOptions['gathering'];
  /** Decides whom a call goes on to that is redirected; without it, it ends. May change at any time. */
  @property({attribute: false}) acceptRedirect: PhoneOptions['acceptRedirect'];
  /** Opens microphone and camera instead of `navigator.mediaDevices.getUserMedia`. */
  @property({attribute: false}) getUserMedia: PhoneOptions['getUserMedia'];
  /** Another SIP stack, other media; for tests and for stacks other than SIP.js. */
  @property({attribute: false}) ports: Partial<PhonePorts> | undefined;

  #autoAnswer: PhoneOptions['autoAnswer'] | null = null;
  #autoAnswerScripted = false;
  /** Lit sets properties for attributes within `attributeChangedCallback()`. */
  #readingAttribute = false;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const name of this.getAttributeNames()) this.#explain(name);
  }

  /** @internal Not by observation: editors offer what an element observes, and types of JSX have it. */
  override setAttribute(name: string, value: string): void {
    super.setAttribute(name, value);
    this.#explain(name.toLowerCase());
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    this.#readingAttribute = true;
    super.attributeChangedCallback(name, old, value);
    this.#readingAttribute = false;
    if (BOOLEANS.has(name)) warnOfFalse(this, name, value);
  }

  /** Who may answer themselves was said by script, not by an attribute. */
  protected get autoAnswerScripted(): boolean {
    return this.#autoAnswerScripted;
  }

  /** `connect`, understood. */
  protected get connectsAt(): 'load' | 'interaction' | 'manual' {
    const {connect} = this;
    if (connect === 'interaction' || connect === 'manual') return connect;
    if (connect !== null && connect !== 'load') {
      warnOnce(this, `connect="${connect}" is taken as "load"; the others are "interaction" and "manual".`);
    }
    return 'load';
  }

  #explain(name: string): void {
    const why = whyUnread(name, SipPhoneSettingsElement.elementProperties);
    if (why) warnOnce(this, why);
  }
}
