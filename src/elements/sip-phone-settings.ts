import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {PhoneSettings} from '../owners/phone/phone-settings.js';
import {attributeOf, whyUnread} from '../owners/phone/unread-attributes.js';
import {warnOfFalse, warnOnce} from '../controllers/warn-once.js';
import type {PhoneOptions} from '../core/config/phone-options.js';
import type {PhonePorts} from '../core/phone/phone-parts.js';

/**
 * What a page can set on a `<sip-phone>`; all of it is the author's, and never written by us. A property without a comment
 * is the option of its name: `PhoneOptions` describes it, also in `custom-elements.json`.
 */
export abstract class SipPhoneSettingsElement extends LitElement implements PhoneSettings {
  /**
   * The WebSocket address of the SIP server, `wss://…`, or several with spaces between them, best first: the first that
   * works is used. Without it the phone does nothing.
   */
  @property() server: PhoneOptions['server'] | string | null = null;
  @property() uri: string | null = null;
  /** The authorization user, where it is not the user part of `uri` and the credentials do not say it. */
  @property() username: string | null = null;
  @property({attribute: 'display-name'}) displayName: string | null = null;
  /** When to connect: `load` (default), `interaction` (the first press or key inside, or a call), or `manual`. */
  @property() connect: string | null = null;
  /** Does not register: calls out only. */
  @property({type: Boolean, attribute: 'no-register'}) noRegister = false;
  @property({type: Boolean}) video = false;
  /**
   * In markup: STUN servers, `stun:…`, with spaces or commas between them. By script also a list with the secrets of TURN
   * servers, or a function that fetches it. Default: none; no third party is ever contacted unasked.
   */
  @property({attribute: 'ice-servers'}) iceServers: PhoneOptions['iceServers'] | string | null = null;
  @property({attribute: 'ice-transport-policy'}) iceTransportPolicy: string | null = null;
  @property() codecs: PhoneOptions['codecs'] | string | null = null;
  @property({type: Number, attribute: 'media-timeout'}) mediaTimeout: number | null = null;
  /**
   * Where JSON `{username?, password}`, `{username?, ha1, algorithm?}` or `{token, expires?}` comes from, on the page's own
   * origin; asked again when the server refuses them. Should be short-lived. `servers` in it names the WebSocket addresses
   * that may have them; without it, those of the page's own site may.
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
   * Whose calls answer themselves if they ask for it, after a short sound: SIP addresses with spaces between them,
   * `*@example.com` for a whole domain. Whoever writes markup may not open a microphone unseen: said by the attribute, a
   * call only answers itself if its sound is heard and the phone can be seen, which is scrolled into view for that;
   * otherwise it rings. Set by script, it is answered in any case; a property may also be a function that decides.
   * Default: nobody's. May change at any time.
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
   * A transfer that the far end asks for is a question to the person, `<sip-consent>`, for a minute, unless `acceptRefer`
   * decides. The phone's own face asks anyway; with a face of the page's, it is refused without this. May change at any
   * time.
   */
  @property({type: Boolean, attribute: 'consent-refer'}) consentRefer = false;
  /**
   * That somebody new takes the place of the far end, whom that has sent here, is a question too, unless `acceptReplaces`
   * decides. The phone's own face asks anyway; with a face of the page's, they ring without this. May change at any time.
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
  /** Neither rings nor plays ringback. */
  @property({type: Boolean, attribute: 'no-sounds'}) noSounds = false;
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
  /** Another SIP stack, other media; for tests and for stacks other than SIP.js. */
  @property({attribute: false}) ports: Partial<PhonePorts> | undefined;

  #autoAnswer: PhoneOptions['autoAnswer'] | null = null;
  #autoAnswerScripted = false;

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
    super.attributeChangedCallback(name, old, value);
    // Lit has just set the property.
    if (name === 'auto-answer') this.#autoAnswerScripted = false;
    if (isBoolean(name)) warnOfFalse(this, name, value);
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

function isBoolean(name: string): boolean {
  return [...SipPhoneSettingsElement.elementProperties].some(
    ([property, declaration]) => declaration.type === Boolean && attributeOf(property, declaration) === name,
  );
}
