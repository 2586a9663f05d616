import {html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import '../i18n/en.js';
import {buttonStyles} from '../styles/button.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {transferIcon} from '../styles/icons.js';
import {transferStyles} from '../styles/transfer.styles.js';
import {partyOf} from './party.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary Transfers a call to a number, or to the far end of another call.
 * @tag sip-transfer-button
 *
 * @fires {SipRequestEvent} sip-transfer-request - `{target}` or, for another call, `{target, attendedCallId}`;
 *   `preventDefault()` stops it.
 * @csspart button - The button that opens the panel.
 * @csspart icon - Around its icon.
 * @csspart label - Around its label.
 * @csspart panel - Around field, buttons and progress.
 * @csspart input - The field for the number or address.
 * @csspart transfer - The button that transfers to the number in the field.
 * @csspart connect - A button that connects the call with the far end of another call.
 * @csspart take-back - The button that takes the call back while the transfer is running.
 * @csspart news - The progress of the transfer.
 * @cssState open - The panel is shown.
 * @cssState pending - A transfer is running.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipTransferButtonElement extends SipCallDisplayElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles: CSSResultGroup = [hostStyles, buttonStyles, transferStyles];

  /** Replaces the built-in name. */
  @property() label = '';
  /** Disables the button in every state of its owner. */
  @property({type: Boolean, reflect: true}) disabled = false;

  readonly #phoneLink = new PhoneLinkController(this);
  #open = false;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.states.set({open: this.#shown, pending: this.#pending, unlinked: !this.callLink.linked});
  }

  protected override render(): TemplateResult {
    const {localize} = this;
    return html`<button
        part="button"
        type="button"
        ?disabled=${this.disabled || !this.#possible}
        aria-expanded=${String(this.#shown)}
        aria-controls="panel"
        @click=${this.#toggle}
      >
        <span class="content">
          <span part="icon" aria-hidden="true">${transferIcon}</span>
          <span part="label">${this.label || localize.term('call.transfer')}</span>
        </span>
      </button>
      <div part="panel" id="panel" dir=${localize.dir} ?hidden=${!this.#shown} @keydown=${this.#keydown}>
        ${this.#shown ? this.#renderPanel() : nothing}
      </div>`;
  }

  get #possible(): boolean {
    const call = this.shownCall;
    return call !== null && isEstablished(call.state);
  }

  get #shown(): boolean {
    return this.#open && this.#possible;
  }

  get #pending(): boolean {
    return this.shownCall?.pending.includes('transfer') ?? false;
  }

  /** The other calls, with whose far ends this call can be connected. */
  get #others(): readonly Readonly<CallState>[] {
    const calls = this.#phoneLink.state?.calls ?? [];
    return calls.filter(({id, state}) => id !== this.shownCall?.id && isEstablished(state));
  }

  #renderPanel(): TemplateResult {
    const {localize} = this;
    const state = this.shownCall?.transfer?.state;
    const pending = this.#pending;
    return html`<form @submit=${this.#transfer}>
        <input
          part="input"
          inputmode="tel"
          autocomplete="off"
          spellcheck="false"
          aria-label=${localize.term('dial.label')}
          placeholder=${localize.term('dial.placeholder')}
        />
        <button part="transfer" type="submit" aria-disabled=${pending ? 'true' : nothing}>
          ${localize.term('transfer.blind')}
        </button>
      </form>
      ${this.#others.map(
        (other) =>
          html`<button
            part="connect"
            type="button"
            aria-disabled=${pending ? 'true' : nothing}
            @click=${() => this.#ask({target: other.remoteIdentity.uri, attendedCallId: other.id})}
          >
            ${localize.term('transfer.connect', partyOf(other.remoteIdentity, localize).name)}
          </button>`,
      )}
      <p part="news" role="status">${state ? localize.term(`transfer.${state}`) : nothing}</p>
      ${
        pending
          ? html`<button part="take-back" type="button" @click=${this.#takeBack}>
              ${localize.term('transfer.take-back')}
            </button>`
          : nothing
      }`;
  }

  readonly #toggle = async (): Promise<void> => {
    this.#open = !this.#shown;
    this.requestUpdate();
    await this.updateComplete;
    if (this.#open) this.#part('input')?.focus();
  };

  readonly #transfer = (event: Event): void => {
    event.preventDefault();
    const field = this.#part('input');
    const target = field instanceof HTMLInputElement ? field.value.trim() : '';
    if (target) this.#ask({target});
    else field?.focus();
  };

  /** Requests a transfer, unless one is running. */
  #ask(detail: {target: string; attendedCallId?: string}): void {
    if (!this.#pending) this.request('sip-transfer-request', detail, this.callLink);
  }

  readonly #takeBack = (): void => {
    this.callLink.call?.takeBack();
    this.#part('input')?.focus();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#open = false;
    this.requestUpdate();
    this.#part('button')?.focus();
  };

  #part(name: string): HTMLElement | null {
    return this.renderRoot.querySelector(`[part=${name}]`);
  }
}
