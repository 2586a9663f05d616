import {property} from 'lit/decorators.js';
import type {ChooseCall} from '../controllers/active-call-store.js';
import {CallLinkController} from '../controllers/call-link-controller.js';
import type {CallHolder} from '../controllers/contexts.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {StoreController} from '../controllers/store-controller.js';
import type {Call} from '../core/call/call.js';
import type {CallOperation, CallState} from '../core/call/call-state.js';
import type {CallRequests, SipRequests} from '../core/events.js';
import {activeCall, sameCall} from '../core/select.js';
import {SipButtonElement, type ButtonView} from './sip-button-element.js';

/** Base of the buttons that act on a call. */
export abstract class SipCallButtonElement extends SipButtonElement {
  readonly #state = new StoreController<CallHolder, Readonly<CallState> | null>(this, ({call}) => call, sameCall);
  readonly #link = new CallLinkController(this, {
    choose: (phone) => this.chooseCall(phone),
    onChange: (store) => this.#state.track(store),
  });

  /** The `<sip-call>` to act on, or its id; without it, the one around this element. */
  @property() @ownerProperty() call: Element | string | null = null;

  /** The phone, or its id, whose active call to act on; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** Picks a call of the phone when the button belongs to no `<sip-call>`. */
  protected chooseCall(...[phone]: Parameters<ChooseCall>): ReturnType<ChooseCall> {
    return activeCall(phone);
  }

  /** Returns what the button shows for a call, or without one. */
  protected abstract callView(call: Readonly<CallState> | null): ButtonView;
  protected abstract activateCall(call: Readonly<CallState>): void;

  /** The live call, for code that must outlive the link to it. */
  protected get linkedCall(): Call | undefined {
    return this.#link.call;
  }

  protected override get linked(): boolean {
    return this.#link.linked;
  }

  protected override view(): ButtonView {
    return this.callView(this.#state.value ?? null);
  }

  protected override activate(): void {
    if (this.#state.value) this.activateCall(this.#state.value);
  }

  protected ask<K extends keyof CallRequests>(type: K, detail: SipRequests[K]): void {
    this.request(type, detail, this.#link);
  }
}

export function isPending(call: Readonly<CallState> | null, operation: CallOperation): boolean {
  return call?.pending.includes(operation) ?? false;
}
