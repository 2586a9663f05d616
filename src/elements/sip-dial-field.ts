import {html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {addDialField, withoutLast} from '../controllers/dial-fields.js';
import {FormValueController} from '../controllers/form-value-controller.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {prewarmOnApproach} from '../controllers/prewarm.js';
import {domainOf} from '../core/address.js';
import {builtIn} from '../core/built-in.js';
import {isEstablished} from '../core/call/call-machine.js';
import '../i18n/en.js';
import {dialFieldStyles} from '../styles/dial-field.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {backspaceIcon} from '../styles/icons.js';
import {dialFlags, dialUri} from './dial-validity.js';
import {SipElement} from './sip-element.js';

/**
 * @summary A text field for a number or an address. Enter calls it. It is a form control.
 * @tag sip-dial-field
 *
 * @slot start - Before the text.
 * @slot end - After the text, before the key that deletes.
 * @fires {Event} input - The person changes the text, by keyboard or dial pad. A native event.
 * @fires {Event} change - The person has changed the text. A native event.
 * @fires {SipRequestEvent} sip-dial-request - `{target}`. Asks the phone to call; `preventDefault()` stops it.
 * @csspart field - Around everything except the message.
 * @csspart input - The native input.
 * @csspart delete - The button that deletes the last character.
 * @csspart message - Why the text cannot be called.
 * @cssState invalid - The text cannot be called, and the element shows the error.
 * @cssState empty - There is no text.
 * @cssState unlinked - There is no phone to call with.
 */
export class SipDialFieldElement extends SipElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles: CSSResultGroup = [hostStyles, dialFieldStyles];

  /** The name of the value in a form. */
  @property({reflect: true}) name = '';
  /** Shown while there is no text. */
  @property() placeholder: string | null = null;
  /** Replaces the built-in name, which is invisible. A `<label>` replaces it too. */
  @property() label = '';
  /** Makes an empty text invalid. */
  @property({type: Boolean, reflect: true}) required = false;
  /** A regular expression. The whole text must match it, and must be an address. */
  @property() pattern = '';
  /** Disables the field. */
  @property({type: Boolean, reflect: true}) disabled = false;

  readonly #link = new PhoneLinkController(this, (link) => {
    this.#leave?.();
    this.#leave = link && addDialField(link.element, this);
  });
  readonly #internals = this.states.internals;
  readonly #form = new FormValueController(this, {
    internals: this.#internals,
    flags: (value) => dialFlags(value, {required: this.required, pattern: this.pattern, domain: this.#domain()}),
    message: (flags) => this.localize.term(flags.valueMissing ? 'dial.missing' : 'error.invalid-address'),
    anchor: () => this.#input,
  });
  #leave: (() => void) | undefined;
  #answered: readonly string[] = [];

  constructor() {
    super();
    prewarmOnApproach(this, this.#link);
  }

  /** The text. The attribute gives the first text, which a form reset restores. */
  @property()
  get value(): string {
    return this.#form.value;
  }

  // Lit sets null when the attribute is removed.
  set value(value: string | null) {
    this.#form.value = value ?? '';
  }

  /** The phone to call with, or its id; without it, the one around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#form.check();
  }

  /** Checks the text, and shows an error if it cannot be called. */
  reportValidity(): boolean {
    const valid = this.#form.report();
    if (!valid) this.focus();
    return valid;
  }

  /** Calls the text, or shows an error if it cannot be called. */
  dial(options: {video?: boolean | undefined} = {}): void {
    const target = this.value.trim();
    if (this.#disabled) return;
    if (!target) this.focus();
    else if (this.reportValidity()) this.request('sip-dial-request', {target, ...options}, this.#link);
  }

  clear(): void {
    this.#edit('');
  }

  /** Adds text at the end, as if a person typed it. */
  insert(text: string): void {
    if (!this.#disabled) this.#edit(this.value + text);
  }

  /** Deletes the last character, as if a person did. */
  backspace(): void {
    if (!this.#disabled) this.#edit(withoutLast(this.value));
  }

  /** Focuses the input and keeps the caret. Delegated focus would select the text; the next key would replace it. */
  override focus(options?: FocusOptions): void {
    const input = this.#input;
    if (input) input.focus(options);
    else super.focus(options);
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
    this.#form.told = false;
  }

  formStateRestoreCallback(value: unknown): void {
    if (typeof value === 'string') this.value = value;
  }

  formDisabledCallback(disabled: boolean): void {
    this.#form.disabled = disabled;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#clearWhenAnswered();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // The template must not do this: typed text is in the input before it is here, and writing it back moves the caret.
    const input = this.renderRoot.querySelector('input');
    if (input && input.value !== this.value) input.value = this.value;
    this.states.set({invalid: this.#form.told, empty: this.value === '', unlinked: !this.#link.linked});
  }

  get #disabled(): boolean {
    return this.disabled || this.#form.disabled;
  }

  get #input(): HTMLInputElement | undefined {
    return this.shadowRoot?.querySelector('input') ?? undefined;
  }

  #edit(value: string): void {
    if (value === this.value) return;
    this.value = value;
    this.#form.told = false;
    this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
  }

  /** The account's domain, for bare numbers. Without a phone any domain is right, because a phone may come later. */
  #domain(): string {
    return this.#link.linked ? domainOf(this.#link.state?.uri ?? '') : 'example.invalid';
  }

  /** Clears the field when its call is answered; until then the person may retry. In a form the text stays. */
  #clearWhenAnswered(): void {
    const calls =
      this.#link.state?.calls.filter((call) => call.direction === 'outbound' && isEstablished(call.state)) ?? [];
    const fresh = calls.filter((call) => !this.#answered.includes(call.id));
    this.#answered = calls.map((call) => call.id);
    if (fresh.length === 0 || this.form || !this.value) return;
    const uri = dialUri(this.value, this.#domain());
    if (fresh.some((call) => call.remoteIdentity.uri === uri)) this.value = '';
  }

  readonly #typed = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.value = event.target.value;
    this.#form.told = false;
  };

  readonly #changed = (): void => {
    // Native `change` events stay inside the shadow root.
    this.dispatchEvent(new Event('change', {bubbles: true}));
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    if (this.form && !this.#link.linked) builtIn(this.form, 'requestSubmit')();
    else this.dial();
  };

  readonly #delete = (): void => {
    this.backspace();
    // The button disappears with the last character, and the focus must not disappear with it.
    if (!this.value) this.focus();
  };

  #name(): string {
    const [label] = this.#internals.labels;
    return this.label || (label?.textContent ?? '').trim() || this.localize.term('dial.label');
  }

  protected override render(): TemplateResult {
    const deleting = this.localize.term('dial.delete');
    const disabled = this.#disabled;
    // Numbers and addresses are written from left to right in every language.
    return html`<div part="field">
        <slot name="start"></slot>
        <input
          part="input"
          type="text"
          dir="ltr"
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          enterkeyhint="go"
          aria-label=${this.#name()}
          aria-invalid=${this.#form.told ? 'true' : nothing}
          aria-describedby=${this.#form.told ? 'message' : nothing}
          ?required=${this.required}
          ?disabled=${disabled}
          placeholder=${this.placeholder ?? this.localize.term('dial.placeholder')}
          @input=${this.#typed}
          @change=${this.#changed}
          @keydown=${this.#keydown}
        />
        <slot name="end"></slot>
        <button
          part="delete"
          type="button"
          aria-label=${deleting}
          title=${deleting}
          ?hidden=${!this.value || disabled}
          @click=${this.#delete}
        >
          ${backspaceIcon}
        </button>
      </div>
      <div part="message" id="message" ?hidden=${!this.#form.told}>${this.#form.message}</div>`;
  }
}
