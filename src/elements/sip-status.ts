import {css, html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {isEnded} from '../core/call/call-machine.js';
import {isAnswerable} from '../core/call/call-state.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import {callTerm} from '../i18n/call-terms.js';
import '../i18n/en.js';
import {hostStyles} from '../styles/host.styles.js';
import {partyOf} from './party.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

interface StatusView {
  /** The name of the slot that can replace the text. */
  readonly key: string;
  readonly text: string;
  /** Whether the announcement interrupts a screen reader. */
  readonly urgent: boolean;
}

/**
 * @summary Shows the status of the phone, or of a call, in words. It is a live region: changes are announced, failures
 * and incoming calls at once.
 * @tag sip-status
 *
 * @slot registered - Replaces the text for this status. Every other status of a phone (`idle`, `connecting`, `ready`,
 *   `reconnecting`, `failed`) and every state of a call has such a slot too.
 * @csspart text - The text.
 * @csspart error - The error of an operation in a call that goes on.
 * @cssState urgent - Something failed.
 * @cssState empty - There is nothing to say.
 * @cssState unlinked - There is neither a phone nor a call.
 */
export class SipStatusElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        color: inherit;
      }

      :host(:state(urgent)),
      [part='error'] {
        color: var(--_danger-text);
      }
    `,
  ];

  /** Whose status to show: `phone` (default) or `call`. */
  @property() of: string | null = null;

  readonly #phoneLink = new PhoneLinkController(this);

  /** The shown text. */
  get text(): string {
    return this.#view()?.text ?? '';
  }

  protected override updated(): void {
    const view = this.#view();
    const linked = this.of === 'call' ? this.callLink.linked : this.#phoneLink.linked;
    this.states.set({urgent: view?.urgent ?? false, empty: !view?.text, unlinked: !linked});
  }

  protected override render(): TemplateResult {
    const view = this.#view();
    const words = view && html`<slot name=${view.key}><span part="text">${view.text}</span></slot>`;
    // The regions always exist: screen readers do not announce a region that appears together with its text.
    return html`<div role="status">${view?.urgent ? nothing : words}</div>
      <div role="alert">${view?.urgent ? words : this.#renderFailure()}</div>
      <div role="alert" class="visually-hidden">${this.#incoming()}</div>`;
  }

  /** Renders the error of an operation in a call that goes on. */
  #renderFailure(): TemplateResult | typeof nothing {
    const error = this.of === 'call' ? this.shownCall?.error : null;
    return error ? html`<span part="error">${this.localize.term(`error.${error.code}`)}</span>` : nothing;
  }

  #view(): StatusView | undefined {
    return this.of === 'call' ? this.#callView() : this.#phoneView();
  }

  #callView(): StatusView | undefined {
    const call = this.shownCall;
    if (!call) return undefined;
    const text = this.localize.term(callTerm(call));
    const failed = isEnded(call.state) && (call.end?.failed ?? false);
    return {key: call.state, text: withStatus(text, failed ? call.end?.code : 0), urgent: failed};
  }

  #phoneView(): StatusView | undefined {
    const phone = this.#phoneLink.state;
    if (!phone) return undefined;
    const failure = phone.status === 'failed' ? phone.error : null;
    if (failure) {
      const text = this.localize.term(`error.${failure.code}`);
      return {key: 'failed', text: withStatus(text, failure.status), urgent: true};
    }
    return {key: phone.status, text: this.localize.term(`status.${phone.status}`), urgent: phone.status === 'failed'};
  }

  /** Announces the caller to a person who does not see the call card appear. */
  #incoming(): string {
    const phone: Readonly<PhoneState> | undefined = this.of === 'call' ? undefined : this.#phoneLink.state;
    const call = phone?.calls.find(isAnswerable);
    return call ? this.localize.term('call.incoming', partyOf(call.remoteIdentity, this.localize).name) : '';
  }
}

/** Appends the SIP status code, "… (486)", for people who help with a failure. */
function withStatus(text: string, status: number | undefined): string {
  return status ? `${text} (${String(status)})` : text;
}
