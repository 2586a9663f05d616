import {css, html, LitElement, nothing, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {CallClones} from './call-clones.js';
import {phoneContext, type PhoneLink} from '../controllers/contexts.js';
import {LinkController} from '../controllers/link-controller.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {StatesController} from '../controllers/states-controller.js';
import {StoreController} from '../controllers/store-controller.js';
import type {CallState} from '../core/call/call-state.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import {sameCalls} from '../core/select.js';
import {VERSION} from './version.js';

/**
 * @summary Repeats a template for each call of a phone, oldest first.
 * @tag sip-call-list
 *
 * The copies are children of this element, next to the template, so that the style sheets of the page reach them. Each
 * contains a `<sip-call>` that shows the call: its own, or one that the list puts around the copy.
 *
 * @slot - A `<template>`, and the copies.
 * @slot empty - Shown as long as there is no call.
 *
 * @cssState empty - There is no call to show.
 */
export class SipCallListElement extends LitElement {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static override styles = css`
    :host {
      display: block;
    }
    :host([hidden]) {
      display: none !important;
    }
  `;

  /** The list shows only calls in these states, separated by spaces; without it, all calls. */
  @property() only: string | null = null;
  /** The template to repeat; without it, the child `<template>`. */
  @property({attribute: false}) template: HTMLTemplateElement | undefined;

  readonly #states = new StatesController(this);
  readonly #clones = new CallClones(this);
  readonly #calls = new StoreController<PhoneState, readonly Readonly<CallState>[]>(
    this,
    ({calls}) => calls,
    sameCalls,
  );
  readonly #link = new LinkController<PhoneLink>(this, {
    context: phoneContext,
    attribute: 'phone',
    onChange: (link) => this.#calls.track(link?.store),
  });

  /** The phone, or its id; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  protected override updated(): void {
    const calls = this.#shown();
    this.#states.set({empty: calls.length === 0});
    this.#clones.show(
      calls.map(({id}) => id),
      {template: this.template ?? this.#child(), phone: this.#link.named},
    );
  }

  #shown(): readonly Readonly<CallState>[] {
    const calls = this.#calls.value ?? [];
    const only = this.only?.split(/\s+/).filter(Boolean) ?? [];
    return only.length === 0 ? calls : calls.filter(({state}) => only.includes(state));
  }

  #child(): HTMLTemplateElement | undefined {
    return [...this.children].find((child) => child instanceof HTMLTemplateElement);
  }

  readonly #slotted = (): void => {
    if ((this.template ?? this.#child()) !== this.#clones.template) this.requestUpdate();
  };

  protected override render(): TemplateResult {
    return html`<slot @slotchange=${this.#slotted}></slot>${
        this.#shown().length === 0 ? html`<slot name="empty"></slot>` : nothing
      }`;
  }
}
