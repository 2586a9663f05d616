import {html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {buttonStyles} from '../styles/button.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import type {Icon} from '../styles/icons.js';
import {SipElement} from './sip-element.js';

/** How a button is at the moment. */
export interface ButtonView {
  /** Its built-in name. */
  readonly label: string;
  readonly icon: Icon;
  /** Whether it makes sense now. */
  readonly enabled: boolean;
  /** For a button that toggles: whether it is pressed in. */
  readonly pressed?: boolean | undefined;
  /** What was asked for is under way. */
  readonly pending?: boolean | undefined;
  /** What a click would do, where the label does not say it. */
  readonly hint?: string | undefined;
  /** States besides the common ones. */
  readonly states?: Readonly<Record<string, boolean>> | undefined;
}

/** Base of all buttons: a native button that shows a view and asks when it is clicked. */
export abstract class SipButtonElement extends SipElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles: CSSResultGroup = [hostStyles, buttonStyles];

  /** Replaces the built-in name. */
  @property() label = '';
  /** Never to be pressed, whatever the owner says. */
  @property({type: Boolean, reflect: true}) disabled = false;
  /** Shows the icon alone; the name stays for assistive technology and as a tooltip. */
  @property({type: Boolean, attribute: 'icon-only', reflect: true}) iconOnly = false;

  /** How it is now. */
  protected abstract view(): ButtonView;
  /** Asks; called only while the button can be pressed. */
  protected abstract activate(): void;
  protected abstract get linked(): boolean;

  readonly #click = (): void => {
    const {enabled, pending} = this.view();
    // While something is pending the native button stays enabled: disabling it would take the focus away.
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
    // The tooltip hangs on the content and not on the button: there it would be read out in addition to the name.
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
