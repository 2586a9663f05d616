import {html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {FocusKeeper} from '../controllers/focus.js';
import {LazyTags} from '../controllers/lazy-tags.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {builtIn} from '../core/built-in.js';
import {isEnded} from '../core/call/call-machine.js';
import {isAnswerable} from '../core/call/call-state.js';
import type {PhoneStatus} from '../core/phone/phone-state.js';
import '../i18n/en.js';
import {frameStyles} from '../styles/frame.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {retryIcon, soundIcon} from '../styles/icons.js';
import {softphoneStyles} from '../styles/softphone.styles.js';
import {framed} from './framed.js';
import {SipCallListElement} from './sip-call-list.js';
import {SipDialButtonElement} from './sip-dial-button.js';
import {SipDialFieldElement} from './sip-dial-field.js';
import {SipDialpadElement} from './sip-dialpad.js';
import {SipElement, type Dependencies} from './sip-element.js';
import {SipStatusElement} from './sip-status.js';

/**
 * @summary A complete telephone, made of the other elements: status, number field, dial pad, and a card for each call.
 * @tag sip-softphone
 *
 * @slot header - Replaces the status line.
 * @slot before-call - Content above the number field.
 * @slot during-call - Content below the calls.
 * @slot footer - Content at the bottom.
 * @csspart panel - Around everything.
 * @csspart header - The status line.
 * @csspart dot - The mark before the status.
 * @csspart account - Our own address.
 * @csspart retry - The button that starts the phone again after a failure.
 * @csspart unblock - The button that starts sound that the browser has blocked.
 * @csspart calls - The list of calls.
 * @csspart settings - Microphone, loudspeakers and camera, while there is no call.
 * @csspart dial - Around number field, dial pad and call buttons.
 * @csspart call - Around the call buttons.
 * @csspart field - The number field.
 * @csspart dialpad - The dial pad.
 * @cssprop --sip-softphone-max-width - The maximum width; default 26rem.
 * @cssprop --sip-font-family - The font; default is that of the system.
 * @cssprop --sip-color-accent - Pressed buttons, focus.
 * @cssprop --sip-color-success - Answer and call.
 * @cssprop --sip-color-danger - Hang up and decline.
 * @cssprop --sip-color-surface - Behind everything.
 * @cssprop --sip-color-raised - Keys and buttons.
 * @cssprop --sip-color-text - Text.
 * @cssprop --sip-color-muted - Less important text.
 * @cssprop --sip-color-border - Lines.
 * @cssprop --sip-radius - Corners.
 * @cssState in-call - There is a call that is not on hold.
 * @cssState unlinked - There is no phone.
 */
export class SipSoftphoneElement extends SipElement {
  static override readonly dependencies: Dependencies = {
    'sip-call-list': SipCallListElement,
    'sip-dial-button': SipDialButtonElement,
    'sip-dial-field': SipDialFieldElement,
    'sip-dialpad': SipDialpadElement,
    'sip-status': SipStatusElement,
  };
  static override styles: CSSResultGroup = [hostStyles, frameStyles, softphoneStyles];

  /** @internal Registers what a call looks like; `define/` knows how. */
  static loadAnswering: (() => Promise<unknown>) | undefined;
  /** @internal Registers what is used in a conversation, and the settings; `define/` knows how. */
  static loadTalking: (() => Promise<unknown>) | undefined;

  /** Offers neither video nor a camera. */
  @property({type: Boolean, attribute: 'no-video', reflect: true}) noVideo = false;
  /** Shows the number field without the dial pad. */
  @property({type: Boolean, attribute: 'no-dialpad', reflect: true}) noDialpad = false;
  /** Uses smaller keys and less space. */
  @property({type: Boolean, reflect: true}) compact = false;

  readonly #answering = new LazyTags(this, 'The card of a call', () => SipSoftphoneElement.loadAnswering?.());
  readonly #talking = new LazyTags(this, 'The tools of a call', () => SipSoftphoneElement.loadTalking?.());
  readonly #link = new PhoneLinkController(this, (link) => {
    this.#endNeed?.();
    this.#endNeed = link?.needs(() => this.#answering.need());
  });
  #endNeed: (() => void) | undefined;
  #settingsOpen = false;
  #template: HTMLTemplateElement | undefined;

  constructor() {
    super();
    new FocusKeeper(this, () => this.#focusTarget());
  }

  /** The phone to show, or its id; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  protected override updated(): void {
    const status = this.#link.state?.status ?? 'idle';
    if (status !== 'idle') this.#answering.load();
    if (status === 'registered' || status === 'ready') this.#talking.loadWhenIdle();
    this.states.set({'in-call': this.#busy(), unlinked: !this.#link.linked});
    const list = this.renderRoot.querySelector('sip-call-list');
    if (list instanceof SipCallListElement) list.template = this.#cardTemplate();
  }

  protected override render(): TemplateResult {
    const phone = this.#link.state;
    const status = phone?.status ?? 'idle';
    const {localize} = this;
    // The parts inside this shadow root would not find a phone that an id names here, so they get it as a property.
    const owner = this.phone === null ? null : (this.#link.element ?? null);
    const face = html`<section
      part="panel"
      class=${status}
      dir=${localize.dir}
      aria-label=${localize.term('phone.label')}
    >
      ${this.#renderHeader(phone?.uri ?? '', owner)} ${this.#renderRepairs(status, phone?.audioBlocked ?? false)}
      <sip-call-list part="calls" .phone=${owner}></sip-call-list>
      <slot name="during-call" ?hidden=${!this.#busy()}></slot>
      ${this.#renderDial(owner)} ${this.#busy() ? nothing : this.#renderSettings(owner)}
      <slot name="footer"></slot>
    </section>`;
    return framed(face);
  }

  #renderHeader(uri: string, owner: Element | null): TemplateResult {
    return html`<slot name="header">
      <div part="header">
        <span part="dot" aria-hidden="true"></span>
        <sip-status .phone=${owner}></sip-status>
        ${
          uri
            ? html`<span></span>
                <div part="account"><bdi>${uri.replace(/^sips?:/, '')}</bdi></div>`
            : nothing
        }
      </div>
    </slot>`;
  }

  /** Renders buttons with which the person can repair a failure. */
  #renderRepairs(status: PhoneStatus, audioBlocked: boolean): TemplateResult {
    return html`${status === 'failed' ? this.#renderRetry() : nothing} ${audioBlocked ? this.#renderUnblock() : nothing}`;
  }

  #renderRetry(): TemplateResult {
    return html`<button part="retry" type="button" @click=${this.#retry}>
      ${retryIcon}<span>${this.localize.term('phone.retry')}</span>
    </button>`;
  }

  #renderUnblock(): TemplateResult {
    return html`<button part="unblock" type="button" @click=${this.#unblock}>
      ${soundIcon}<span>${this.localize.term('phone.audio-blocked')}</span>
    </button>`;
  }

  #renderDial(phone: Element | null): TemplateResult {
    // The part is hidden, not removed, so that the typed text is still there after the call.
    return html`<div part="dial" ?hidden=${this.#busy() && !this.#typing()} @focusout=${this.#typed}>
      <slot name="before-call"></slot>
      <sip-dial-field part="field" .phone=${phone}></sip-dial-field>
      ${this.noDialpad || this.#holding() ? nothing : html`<sip-dialpad part="dialpad" mode="dial" .phone=${phone}></sip-dialpad>`}
      <div part="call">
        <sip-dial-button .phone=${phone}></sip-dial-button>
        ${this.noVideo ? nothing : html`<sip-dial-button video icon-only .phone=${phone}></sip-dial-button>`}
      </div>
    </div>`;
  }

  /** Renders the device settings. The devices are listed only when the person opens them. */
  #renderSettings(phone: Element | null): TemplateResult {
    const kinds = ['microphone', 'speaker', 'ringer', ...(this.noVideo ? [] : ['camera'])];
    return html`<details part="settings" @toggle=${this.#toggleSettings}>
      <summary>${this.localize.term('phone.settings')}</summary>
      ${
        this.#settingsOpen
          ? html`${kinds.map((kind) => html`<sip-device-select kind=${kind} .phone=${phone}></sip-device-select>`)}
              <sip-audio-level test .phone=${phone}></sip-audio-level>`
          : nothing
      }
    </details>`;
  }

  /** Prefers an outgoing call to one that rings here, so that nobody who has just dialled answers by mistake. */
  #focusTarget(): HTMLElement | null {
    const root = this.renderRoot;
    if (!this.#busy()) return root.querySelector('sip-dial-field');
    const live = 'sip-call:not([state=hangup])';
    return (
      root.querySelector<HTMLElement>(`${live}:not([state=ringing]) sip-call-card`) ??
      root.querySelector<HTMLElement>(`${live} sip-call-card`)
    );
  }

  /** Whether there is a call that is not on hold. While all calls are held, the person can call somebody else. */
  #busy(): boolean {
    return this.#link.state?.calls.some((call) => !isEnded(call.state) && call.state !== 'held') ?? false;
  }

  #holding(): boolean {
    return this.#link.state?.calls.some((call) => call.state === 'held') ?? false;
  }

  /**
   * Whether a call rings while the person types a number. The field then stays until it loses the focus. Otherwise the
   * focus would move to Answer, and the Enter key meant for dialling would open the microphone to the caller.
   */
  #typing(): boolean {
    const ringing = this.#link.state?.calls.every((call) => isEnded(call.state) || isAnswerable(call)) ?? false;
    return ringing && Boolean(this.shadowRoot?.querySelector('sip-dial-field:focus'));
  }

  /** Made by script and not in a template literal, so that its `<sip-call>` comes to life once for each call. */
  #cardTemplate(): HTMLTemplateElement {
    if (!this.#template) {
      const create = builtIn(this.ownerDocument, 'createElement');
      this.#template = create('template');
      const call = create('sip-call');
      call.append(create('sip-call-card'));
      this.#template.content.append(call);
    }
    for (const card of this.#template.content.querySelectorAll('sip-call-card')) {
      card.toggleAttribute('no-video', this.noVideo);
    }
    return this.#template;
  }

  readonly #toggleSettings = (event: Event): void => {
    if (!(event.target instanceof HTMLDetailsElement)) return;
    this.#settingsOpen = event.target.open;
    if (this.#settingsOpen) this.#talking.load();
    this.requestUpdate();
  };

  readonly #typed = (): void => {
    if (this.#busy()) this.requestUpdate();
  };

  readonly #retry = (): void => {
    this.request('sip-start-request', null, this.#link);
  };

  readonly #unblock = (): void => {
    void this.#link.phone?.unblockAudio();
  };
}
