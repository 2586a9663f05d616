import {html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {CallLinkController} from '../controllers/call-link-controller.js';
import type {CallHolder} from '../controllers/contexts.js';
import {eraseFrom, findDialField, typeInto, withoutLast} from '../controllers/dial-fields.js';
import {KeysController} from '../controllers/keys-controller.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {StoreController} from '../controllers/store-controller.js';
import {isEstablished} from '../core/call/call-machine.js';
import '../i18n/en.js';
import {dialpadStyles} from '../styles/dialpad.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {KEYS, type DialKey} from './dial-keys.js';
import {SipElement} from './sip-element.js';

type Mode = 'dial' | 'digits';

/**
 * @summary The keys of a telephone. They type a number before a call, and send digits during a call.
 * @tag sip-dialpad
 *
 * @slot key-1 - Replaces what is on the key 1.
 * @slot key-2 - Replaces what is on the key 2.
 * @slot key-3 - Replaces what is on the key 3.
 * @slot key-4 - Replaces what is on the key 4.
 * @slot key-5 - Replaces what is on the key 5.
 * @slot key-6 - Replaces what is on the key 6.
 * @slot key-7 - Replaces what is on the key 7.
 * @slot key-8 - Replaces what is on the key 8.
 * @slot key-9 - Replaces what is on the key 9.
 * @slot key-star - Replaces what is on the key *.
 * @slot key-0 - Replaces what is on the key 0.
 * @slot key-hash - Replaces what is on the key #.
 * @fires {SipRequestEvent} sip-digits-request - `{digits}`. During a call: asks to send them; `preventDefault()` stops it.
 * @fires {CustomEvent<{key: string, value: string}>} sip-digits-change - A key was pressed; `value` is everything since
 *   the last `clear()`. Before a call `preventDefault()` keeps it out of the field.
 * @csspart keys - Around all keys.
 * @csspart key - A key.
 * @csspart digit - The digit on a key.
 * @csspart letters - The letters on a key.
 * @cssprop --sip-key-size - The height of a key.
 * @cssprop --sip-key-gap - Between keys.
 * @cssState dial - Keys type a number.
 * @cssState digits - Keys send digits.
 * @cssState unlinked - There is neither a phone, nor a call, nor a field.
 */
export class SipDialpadElement extends SipElement {
  static override shadowRootOptions: ShadowRootInit = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles: CSSResultGroup = [hostStyles, dialpadStyles];

  /** `dial` types, `digits` sends. `auto` (default) sends during a call or early media, and types otherwise. */
  @property() mode: string | null = null;
  /** The field, or its id, to type into; without it, the first `<sip-dial-field>` of the phone. */
  @property() into: Element | string | null = null;
  /** Replaces the built-in name of the group. */
  @property() label = '';
  /** Shows no letters on the keys. */
  @property({type: Boolean, attribute: 'no-letters', reflect: true}) noLetters = false;
  /** Makes the keys silent. */
  @property({type: Boolean, attribute: 'no-sound'}) noSound = false;
  /** Disables all keys. */
  @property({type: Boolean, reflect: true}) disabled = false;

  readonly #state = new StoreController<CallHolder, boolean>(this, ({call}) => {
    return call !== null && (isEstablished(call.state) || call.state === 'early');
  });
  readonly #link = new CallLinkController(this, {
    onChange: (store) => this.#state.track(store),
  });
  readonly #keys = new KeysController(this, {
    press: (key) => this.press(key),
    erase: () => this.#erase(),
    paste: (text) => this.#paste(text),
    longPress: () => this.currentMode === 'dial',
  });
  #value = '';

  /** The `<sip-call>` to send digits to, or its id; without it, the one around this element. */
  @property() @ownerProperty() call: Element | string | null = null;

  /** The phone, or its id, to whose active call digits go; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** Everything that was pressed since the last `clear()`. */
  get value(): string {
    return this.#value;
  }

  /** The mode now: whether a key types or sends. */
  get currentMode(): Mode {
    if (this.mode === 'dial' || this.mode === 'digits') return this.mode;
    return this.#state.value ? 'digits' : 'dial';
  }

  /** Presses a key: `0-9 * #`, `A-D`, and in mode `dial` also `+`. Ignores every other text. */
  press(key: string): void {
    const pressed = key.toUpperCase();
    const digits = this.currentMode === 'digits';
    if (this.disabled || !(digits ? /^[0-9*#A-D]$/ : /^[0-9*#A-D+]$/).test(pressed)) return;
    if (!this.noSound) this.#link.phone?.playKey(pressed);
    this.#put(pressed);
  }

  /** Clears `value`. The field keeps its text. */
  clear(): void {
    this.#value = '';
  }

  #put(text: string): void {
    const digits = this.currentMode === 'digits';
    this.#value += text;
    const change = new CustomEvent('sip-digits-change', {
      detail: {key: text, value: this.#value},
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    const wanted = this.dispatchEvent(change);
    if (digits) this.request('sip-digits-request', {digits: text}, this.#link);
    else if (wanted) this.#type(text);
  }

  #type(text: string): void {
    const field = this.#field();
    if (field) typeInto(field, text);
  }

  #erase(): void {
    if (this.disabled || this.currentMode === 'digits') return;
    this.#value = withoutLast(this.#value);
    const field = this.#field();
    if (field) eraseFrom(field);
  }

  /** A field takes any pasted text; a call takes only digits. */
  #paste(text: string): void {
    const pasted = this.currentMode === 'digits' ? text.toUpperCase().replace(/[^0-9*#A-D,]/g, '') : text.trim();
    if (pasted && !this.disabled) this.#put(pasted);
  }

  #field() {
    return findDialField(this, 'into', this.#link.phoneElement);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const mode = this.currentMode;
    this.states.set({dial: mode === 'dial', digits: mode === 'digits', unlinked: !this.#usable()});
  }

  #usable(): boolean {
    return this.#link.linked || this.into !== null;
  }

  protected override render(): TemplateResult {
    const disabled = this.disabled || !this.#usable();
    // The keys 1 2 3 have this order in every language, also those that are written from right to left.
    return html`<div
      part="keys"
      role="group"
      dir="ltr"
      aria-label=${this.label || this.localize.term('dialpad.label')}
      @click=${this.#keys.click}
      @keydown=${this.#keys.keydown}
      @paste=${this.#keys.paste}
      @pointerdown=${this.#keys.pointerdown}
      @contextmenu=${this.#keys.contextmenu}
    >
      ${KEYS.map((key, index) => this.#renderKey(key, index, disabled))}
    </div>`;
  }

  #renderKey({key, slot, letters, more}: DialKey, index: number, disabled: boolean): TemplateResult {
    const name = this.noLetters ? '' : letters;
    return html`<button
      part="key"
      type="button"
      data-key=${key}
      tabindex=${index === this.#keys.current ? 0 : -1}
      aria-label=${this.localize.term('dialpad.key', key, name)}
      ?disabled=${disabled}
    >
      <slot name=${slot}>
        <span part="digit">${key}</span>
        ${this.noLetters ? nothing : html`<span part="letters">${letters || more}</span>`}
      </slot>
    </button>`;
  }
}
