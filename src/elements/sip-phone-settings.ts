import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {PhoneSettings} from '../owners/phone/phone-settings.js';
import {attributeOf, whyUnread} from '../owners/phone/unread-attributes.js';
import {warnOfFalse, warnOnce} from '../controllers/warn-once.js';
import type {PhoneOptions} from '../core/config/phone-options.js';
import type {PhonePorts} from '../core/phone/phone-parts.js';

/**
 * The properties that a page can set on a `<sip-phone>`. They belong to the author of the page: this package never
 * writes them. A property without a comment is the option of its name: `PhoneOptions` describes it, also in
 * `custom-elements.json`.
 */
export abstract class SipPhoneSettingsElement extends LitElement implements PhoneSettings {
  /**
   * The WebSocket address of the SIP server, `wss://…`, or several with spaces between them, best first: the phone uses
   * the first that works. Without an address the phone does nothing.
   */
  @property() server: PhoneOptions['server'] | string | null = null;
  @property() uri: string | null = null;
  /** The authorization user, if it is not the user part of `uri` and the credentials do not name it. */
  @property() username: string | null = null;
  @property({attribute: 'display-name'}) displayName: string | null = null;
  /** When to connect: `load` (default), `interaction` (the first press or key inside, or a call), or `manual`. */
  @property() connect: string | null = null;
  /** The phone does not register: it can call, but nobody can call it. */
  @property({type: Boolean, attribute: 'no-register'}) noRegister = false;
  @property({type: Boolean}) video = false;
  /**
   * In markup: STUN servers, `stun:…`, with spaces or commas between them. A script may also set a list with the
   * secrets of TURN servers, or a function that fetches the list. Default: none; the phone contacts no third party
   * unasked.
   */
  @property({attribute: 'ice-servers'}) iceServers: PhoneOptions['iceServers'] | string | null = null;
  @property({attribute: 'ice-transport-policy'}) iceTransportPolicy: string | null = null;
  @property() codecs: PhoneOptions['codecs'] | string | null = null;
  @property({type: Number, attribute: 'media-timeout'}) mediaTimeout: number | null = null;
  /**
   * The address of the credentials on the page's own origin: JSON `{username?, password}`, `{username?, ha1,
   * algorithm?}` or `{token, expires?}`. They should be short-lived; the phone fetches them again when the server
   * refuses them. The member `servers` names the WebSocket addresses that may get them; without it, only those of the
   * page's own site may.
   */
  @property({attribute: 'credentials-url'}) credentialsUrl: string | null = null;
  @property({type: Number, attribute: 'max-calls'}) maxCalls: number | null = null;
  @property({type: Boolean}) dnd = false;
  @property({attribute: 'digits-via'}) digitsVia: string | null = null;
  @property({attribute: 'header-prefix'}) headerPrefix: string | null = null;
  @property({type: Boolean}) messages = false;
  @property({type: Boolean, attribute: 'early-microphone'}) earlyMicrophone = false;
  @property({type: Boolean, attribute: 'trusted-identity'}) trustedIdentity = false;
  /**
   * The callers whose calls the phone answers by itself, after a short sound, if the call asks for it: SIP addresses
   * with spaces between them, `*@example.com` for a whole domain. A person who writes only markup must not open a
   * microphone unseen. So with the attribute, the phone answers only if its sound can be heard and the phone can be
   * seen, and scrolls into view for that; otherwise the call rings. With the property, which a script sets, the phone
   * answers in any case. The property may also be a function that decides. Default: no callers. May change at any time.
   */
  @property({attribute: 'auto-answer'})
  get autoAnswer(): PhoneOptions['autoAnswer'] | null {
    return this.#autoAnswer;
  }

  set autoAnswer(autoAnswer: PhoneOptions['autoAnswer'] | null) {
    this.#autoAnswer = autoAnswer;
    this.#autoAnswerScripted = true;
  }
  @property({attribute: false}) autoAnswerIf: PhoneOptions['autoAnswerIf'];
  /**
   * When the far end asks for a transfer, the phone asks the person for a minute (`<sip-consent>`), unless
   * `acceptRefer` decides. The phone's own face always asks. With a face of the page, the phone refuses the transfer
   * unless this is set. May change at any time.
   */
  @property({type: Boolean, attribute: 'consent-refer'}) consentRefer = false;
  /**
   * When a new caller wants to take the place of the far end (Replaces), the phone asks the person, unless
   * `acceptReplaces` decides. The phone's own face always asks. With a face of the page, the new caller rings unless
   * this is set. May change at any time.
   */
  @property({type: Boolean, attribute: 'consent-replaces'}) consentReplaces = false;
  @property({type: Boolean, attribute: 'consent-video'}) consentVideo = false;
  @property({type: Boolean, attribute: 'consent-recording'}) consentRecording = false;
  @property({type: Number, attribute: 'consent-timeout'}) consentTimeout: number | null = null;
  @property({attribute: false}) acceptRefer: PhoneOptions['acceptRefer'];
  @property({attribute: false}) acceptReplaces: PhoneOptions['acceptReplaces'];
  @property({attribute: false}) acceptRedirect: PhoneOptions['acceptRedirect'];
  @property({attribute: 'hold-direction'}) holdDirection: string | null = null;
  @property({attribute: 'camera-off'}) cameraOff: string | null = null;
  /** The phone plays neither a ringtone nor a ringback tone. */
  @property({type: Boolean, attribute: 'no-sounds'}) noSounds = false;
  @property() country: string | null = null;
  /** The phone neither measures the quality of calls nor warns of bad quality. */
  @property({type: Boolean, attribute: 'no-quality'}) noQuality = false;
  /**
   * The phone hangs up when the person leaves the page. Without it, calls go on if the page is reloaded, or crashes and
   * is opened again in the same tab, within half a minute; if the tab is closed for good, the far end must notice by
   * itself.
   */
  @property({type: Boolean, attribute: 'no-recover'}) noRecover = false;
  /** Removal from the document does not end the phone; `destroy()` does. */
  @property({type: Boolean, attribute: 'keep-alive'}) keepAlive = false;
  @property({type: Number, attribute: 'register-expires'}) registerExpires: number | null = null;
  @property({type: Number, attribute: 'session-expires'}) sessionExpires: number | null = null;
  @property({type: Number, attribute: 'ping-interval'}) pingInterval: number | null = null;
  @property({type: Number, attribute: 'ring-out-timeout'}) ringOutTimeout: number | null = null;
  @property({type: Number, attribute: 'answer-timeout'}) answerTimeout: number | null = null;
  @property({attribute: false}) credentials: PhoneOptions['credentials'];
  @property({attribute: false}) gathering: PhoneOptions['gathering'];
  @property({attribute: false}) getUserMedia: PhoneOptions['getUserMedia'];
  @property({attribute: false}) clock: PhoneOptions['clock'];
  @property({attribute: false}) logger: PhoneOptions['logger'];
  /** Another SIP stack, or other media: for tests, and for stacks other than SIP.js. */
  @property({attribute: false}) ports: Partial<PhonePorts> | undefined;

  #autoAnswer: PhoneOptions['autoAnswer'] | null = null;
  #autoAnswerScripted = false;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const name of this.getAttributeNames()) this.#explain(name);
  }

  /**
   * @internal Explains unread attributes without observing them: editors and JSX types offer every observed attribute.
   */
  override setAttribute(name: string, value: string): void {
    super.setAttribute(name, value);
    this.#explain(name.toLowerCase());
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    // Lit has just set the property from the attribute, so no script has.
    if (name === 'auto-answer') this.#autoAnswerScripted = false;
    if (isBoolean(name)) warnOfFalse(this, name, value);
  }

  /** Whether a script has set `autoAnswer`, and not the attribute. */
  protected get autoAnswerScripted(): boolean {
    return this.#autoAnswerScripted;
  }

  /** The value of `connect`; an unknown one counts as `load`. */
  protected get connectsAt(): 'load' | 'interaction' | 'manual' {
    const {connect} = this;
    if (connect === 'interaction' || connect === 'manual') return connect;
    if (connect !== null && connect !== 'load') {
      warnOnce(this, `connect="${connect}" counts as "load"; the other values are "interaction" and "manual".`);
    }
    return 'load';
  }

  #explain(name: string): void {
    const why = whyUnread(name, SipPhoneSettingsElement.elementProperties);
    if (why) warnOnce(this, why);
  }
}

function isBoolean(name: string): boolean {
  return [...SipPhoneSettingsElement.elementProperties].some(
    ([property, declaration]) => declaration.type === Boolean && attributeOf(property, declaration) === name,
  );
}
