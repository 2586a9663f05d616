import {html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {buttonStyles} from '../styles/button.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import type {Icon} from '../styles/icons.js';
import {SipElement} from './sip-element.js';

/** What a button shows at the moment. */
export interface ButtonView {
  /** The built-in name. */
  readonly label: string;
  readonly icon: Icon;
  /** Whether a click makes sense now. */
  readonly enabled: boolean;
  /** For a button that toggles: whether it is pressed in. */
  readonly pressed?: boolean | undefined;
  /** Whether the requested operation is running. */
  readonly pending?: boolean | undefined;
  /** What a click would do, if the label does not say it. */
  readonly hint?: string | undefined;
  /** States besides the common ones. */
  readonly states?: Readonly<Record<string, boolean>> | undefined;
}

/** Base of all buttons: a native button that shows a view and dispatches a request when it is clicked. */
export abstract class SipButtonElement extends SipElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles: CSSResultGroup = [hostStyles, buttonStyles];

  /** Replaces the built-in name. */
  @property() label = '';
  /** Disables the button in every state of its owner. */
  @property({type: Boolean, reflect: true}) disabled = false;
  /** Shows only the icon. The name stays for assistive technology and as a tooltip. */
  @property({type: Boolean, attribute: 'icon-only', reflect: true}) iconOnly = false;

  /** Returns what the button shows now. */
  protected abstract view(): ButtonView;
  /** Dispatches the request. Called only while the button is enabled and nothing is pending. */
  protected abstract activate(): void;
  protected abstract get linked(): boolean;

  readonly #click = (): void => {
    const {enabled, pending} = this.view();
    // The native button stays enabled while a request is pending: a disabled button would lose the focus.
    if (enabled && !pending && !this.disabled) this.activate();
  };

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const {pressed, pending, states} = this.view();
    this.states.set({
      active: pressed ?? false,
      pending: pending ?? false,
      unlinked: !this.linked,
      ...states,
    });
  }

  protected override render(): TemplateResult {
    const {label, icon, enabled, pressed, pending, hint} = this.view();
    const name = this.label || label;
    // The tooltip is on the content, because on the button a screen reader would read it in addition to the name.
    return html`<button
      part="button"
      type="button"
      ?disabled=${this.disabled || !enabled}
      aria-label=${this.label || nothing}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      aria-busy=${pending ? 'true' : nothing}
      aria-disabled=${pending ? 'true' : nothing}
      @click=${this.#click}
    >
      <span class="content" title=${hint ?? (this.iconOnly ? name : nothing)}>
        <span part="icon" aria-hidden="true"><slot name="icon">${icon}</slot></span>
        <span part="label" class=${this.iconOnly ? 'visually-hidden' : nothing}><slot>${name}</slot></span>
      </span>
    </button>`;
  }
}
