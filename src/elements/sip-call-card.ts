import {html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {FocusKeeper, focusWhenDefined, mayTakeFocus} from '../controllers/focus.js';
import {LazyTags} from '../controllers/lazy-tags.js';
import {callBackTarget} from '../core/call/call-back.js';
import {isEnded, isEstablished} from '../core/call/call-machine.js';
import {isAnswerable, type CallState} from '../core/call/call-state.js';
import '../i18n/en.js';
import {callCardStyles} from '../styles/call-card.styles.js';
import {frameStyles} from '../styles/frame.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {closeIcon, keypadIcon, moreIcon, personIcon, type Icon} from '../styles/icons.js';
import {framed} from './framed.js';
import {initialsOf, partyOf} from './party.js';
import {SipAnswerButtonElement} from './sip-answer-button.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';
import {SipCallTimerElement} from './sip-call-timer.js';
import {SipCallerElement} from './sip-caller.js';
import {SipConsentElement} from './sip-consent.js';
import {SipDialButtonElement} from './sip-dial-button.js';
import {SipDialpadElement} from './sip-dialpad.js';
import type {Dependencies} from './sip-element.js';
import {SipHangupButtonElement} from './sip-hangup-button.js';
import {SipStatusElement} from './sip-status.js';

/** A panel that can be opened below the tools. */
type Panel = 'keypad' | 'menu';

/**
 * @summary The default face of one call: the other party, the status, the videos, and the buttons that make sense now.
 * @tag sip-call-card
 *
 * @slot - Below everything else.
 * @csspart card - Around everything.
 * @csspart party - Around the other party and the status of the call.
 * @csspart avatar - The initials of the other party.
 * @csspart progress - The status of the call, and how long it has lasted.
 * @csspart recording - Says that the call is being recorded.
 * @csspart stage - Around the videos.
 * @csspart actions - Around the buttons that answer, end and call back.
 * @csspart tools - Around the buttons of a conversation.
 * @csspart keypad - The dial pad that sends digits.
 * @csspart menu - The less frequent tools.
 * @csspart consent - The question that waits for an answer. It comes last, so that no button moves under the pointer.
 * @csspart toggle - A button that shows and hides the keypad or the menu.
 * @csspart dismiss - The button that removes an ended call.
 * @cssprop --sip-card-background - Behind the card.
 * @cssState empty - There is no call.
 */
export class SipCallCardElement extends SipCallDisplayElement {
  static override readonly dependencies: Dependencies = {
    'sip-answer-button': SipAnswerButtonElement,
    'sip-call-timer': SipCallTimerElement,
    'sip-caller': SipCallerElement,
    'sip-consent': SipConsentElement,
    'sip-dial-button': SipDialButtonElement,
    'sip-dialpad': SipDialpadElement,
    'sip-hangup-button': SipHangupButtonElement,
    'sip-status': SipStatusElement,
  };
  static override styles: CSSResultGroup = [hostStyles, frameStyles, callCardStyles];

  /** @internal Registers the elements that only a conversation needs; `define/` sets it. */
  static loadTalking: (() => Promise<unknown>) | undefined;

  /** Offers neither video nor a camera button. The video of the far end is still shown. */
  @property({type: Boolean, attribute: 'no-video'}) noVideo = false;

  readonly #talking = new LazyTags(this, 'The tools of a call', () => SipCallCardElement.loadTalking?.());
  /** Which of the two panels below the tools is open. */
  #open: Panel | undefined;
  #focusedFor: string | undefined;

  constructor() {
    super();
    new FocusKeeper(this, () => this);
  }

  /**
   * Focuses the most useful button: answer, mute, or hang up. The card waits in its place while it is being fetched: who
   * has answered by keyboard must not find Hang up under the same key.
   */
  override focus(options?: FocusOptions): void {
    const buttons = 'sip-answer-button, sip-mute-button, sip-hangup-button';
    const [button, card] = [buttons, 'article'].map((selector) => this.renderRoot.querySelector<HTMLElement>(selector));
    if (button && card && !button.matches(':defined')) void focusWhenDefined(button, card);
    else button?.focus(options);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const call = this.shownCall;
    this.states.set({empty: call === null});
    if (call && (isEstablished(call.state) || hasPicture(call))) this.#talking.load();
    else if (call) this.#talking.loadWhenIdle();
    if (call && isAnswerable(call)) void this.#focusAnswer(call.id);
  }

  protected override render(): TemplateResult {
    const call = this.shownCall;
    if (!call) return html`<slot></slot>`;
    const {name} = partyOf(call.remoteIdentity, this.localize);
    const phase = isAnswerable(call) ? 'ringing' : isEnded(call.state) ? 'ended' : nothing;
    const face = html`<article
      part="card"
      class=${phase}
      dir=${this.localize.dir}
      aria-label=${this.localize.term('call.with', name)}
    >
      ${this.#renderParty(call, name)} ${hasPicture(call) ? this.#renderStage(call) : nothing}
      ${isEstablished(call.state) ? this.#renderTools() : nothing}
      ${isEnded(call.state) ? this.#renderCallBack(call) : this.#renderActions(call)}
      <sip-consent part="consent"></sip-consent>
      <slot></slot>
    </article>`;
    return framed(face);
  }

  #renderParty(call: Readonly<CallState>, name: string): TemplateResult {
    return html`<div part="party">
      <span part="avatar" aria-hidden="true">${initialsOf(name) || personIcon}</span>
      <div>
        <sip-caller></sip-caller>
        ${this.#renderProgress(call)}
      </div>
      ${
        isEnded(call.state)
          ? html`<button
              part="dismiss"
              type="button"
              aria-label=${this.localize.term('phone.dismiss')}
              @click=${this.#dismiss}
            >
              ${closeIcon}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** Renders the status of the call, how long it has lasted, and its quality. */
  #renderProgress(call: Readonly<CallState>): TemplateResult {
    return html`<div part="progress">
      <sip-status of="call"></sip-status>
      ${call.startTime ? html`<sip-call-timer></sip-call-timer>` : nothing}
      ${call.recording ? html`<span part="recording">${this.localize.term('call.recording')}</span>` : nothing}
      ${isEstablished(call.state) ? html`<sip-quality></sip-quality>` : nothing}
    </div>`;
  }

  #renderStage(call: Readonly<CallState>): TemplateResult {
    return html`<div part="stage">
      ${call.remoteVideo ? html`<sip-video></sip-video>` : nothing}
      ${call.video || call.screen ? html`<sip-video side="local" fit="cover" class=${call.remoteVideo ? 'inset' : nothing}></sip-video>` : nothing}
    </div>`;
  }

  #renderTools(): TemplateResult {
    const {localize} = this;
    return html`<div part="tools">
        <sip-mute-button label=${localize.term('call.mute-short')}></sip-mute-button>
        <sip-hold-button></sip-hold-button>
        ${this.noVideo ? nothing : html`<sip-camera-button label=${localize.term('call.camera')}></sip-camera-button>`}
        ${this.#renderToggle('keypad', localize.term('dialpad.short'), keypadIcon)}
        ${this.#renderToggle('menu', localize.term('call.more'), moreIcon)}
      </div>
      <div id="keypad" ?hidden=${this.#open !== 'keypad'}>
        ${this.#open === 'keypad' ? html`<sip-dialpad part="keypad" mode="digits" no-letters></sip-dialpad>` : nothing}
      </div>
      <div id="menu" ?hidden=${this.#open !== 'menu'}>
        ${this.#open === 'menu' ? html`<sip-call-menu part="menu" ?no-video=${this.noVideo}></sip-call-menu>` : nothing}
      </div>`;
  }

  #renderToggle(panel: Panel, label: string, icon: Icon): TemplateResult {
    return html`<button
      part="toggle"
      type="button"
      aria-expanded=${String(this.#open === panel)}
      aria-controls=${panel}
      @click=${() => this.#toggle(panel)}
    >
      ${icon}<span>${label}</span>
    </button>`;
  }

  #renderActions(call: Readonly<CallState>): TemplateResult {
    const answerable = call.direction === 'inbound' && !isEstablished(call.state);
    return html`<div part="actions">
      ${answerable ? html`<sip-answer-button></sip-answer-button>` : nothing}
      <sip-hangup-button class=${answerable ? nothing : 'wide'}></sip-hangup-button>
      ${
        answerable && call.videoOffered && !this.noVideo
          ? html`<sip-answer-button video class="wide"></sip-answer-button>`
          : nothing
      }
    </div>`;
  }

  /** Offers to call back after a lost connection. The button does not take the focus, so nobody dials by mistake. */
  #renderCallBack(call: Readonly<CallState>): TemplateResult | typeof nothing {
    if (!callBackTarget(call)) return nothing;
    return html`<div part="actions">
      <sip-dial-button
        class="wide"
        target=${call.remoteIdentity.uri}
        label=${this.localize.term('dial.call-back')}
      ></sip-dial-button>
    </div>`;
  }

  /** Focuses the answer button, once for each call, and never while the person types or uses another control. */
  async #focusAnswer(id: string): Promise<void> {
    if (this.#focusedFor === id) return;
    this.#focusedFor = id;
    const button = this.renderRoot.querySelector<SipAnswerButtonElement>('sip-answer-button');
    await button?.updateComplete;
    if (button && mayTakeFocus(this.ownerDocument)) button.focus();
  }

  #toggle(panel: Panel): void {
    this.#open = this.#open === panel ? undefined : panel;
    this.requestUpdate();
  }

  readonly #dismiss = (): void => {
    this.callLink.call?.dismiss();
  };
}

/** Whether there is a video to show. On hold there is only the last frame, or none. */
function hasPicture({video, screen, remoteVideo, held}: Readonly<CallState>): boolean {
  return (video || screen || remoteVideo) && !held.local && !held.remote;
}
