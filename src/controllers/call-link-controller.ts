import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Call} from '../core/call/call.js';
import type {Phone} from '../core/phone/phone.js';
import {activeCall} from '../core/select.js';
import type {Store} from '../core/store.js';
import {ActiveCallStore, type ChooseCall} from './active-call-store.js';
import {callContext, phoneContext, type CallHolder, type CallLink, type PhoneLink} from './contexts.js';
import {LinkController} from './link-controller.js';
import {ownerName, watchOwnerName} from './owner-property.js';

/** The kinds of owner that a control of a call can have. An attribute and a property of that name name it. */
const OWNERS = ['call', 'phone'] as const;

export interface CallLinkOptions {
  onChange?: (store: Store<CallHolder> | undefined) => void;
  /** Picks a call of the phone when the control belongs to no `<sip-call>`. Default: the active call. */
  choose?: ChooseCall;
}

/**
 * Finds the call of a control: the `<sip-call>` that it names, else the one around it, else the active call of the phone
 * that it names or that is around it. If a name matches no element, the control has no call: it does not fall back.
 */
export class CallLinkController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: CallLinkOptions;
  readonly #calls: LinkController<CallLink>;
  readonly #phones: LinkController<PhoneLink>;
  #owner: CallLink | PhoneLink | undefined;
  #store: Store<CallHolder> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: CallLinkOptions = {}) {
    this.#host = host;
    this.#options = options;
    const onChange = () => this.#update();
    this.#calls = new LinkController(host, {context: callContext, attribute: 'call', onChange});
    this.#phones = new LinkController(host, {context: phoneContext, attribute: 'phone', onChange});
    for (const owner of OWNERS) watchOwnerName(host, owner, onChange);
    host.addController(this);
  }

  /** The store that holds the call; undefined without an owner. */
  get store(): Store<CallHolder> | undefined {
    return this.#store;
  }

  get linked(): boolean {
    return this.#owner !== undefined;
  }

  /** The owner element: a `<sip-call>` or a `<sip-phone>`. */
  get element(): HTMLElement | undefined {
    return this.#owner?.element;
  }

  /** The owner element if the control names it; undefined if the owner is only around the control. */
  get named(): HTMLElement | undefined {
    return this.#owner && (this.#owner === this.#calls.value ? this.#calls.named : this.#phones.named);
  }

  get call(): Call | undefined {
    const call = this.#calls.value;
    if (call && call === this.#owner) return call.call;
    return this.phone?.call(this.#store?.state.call?.id ?? null);
  }

  /** The phone that the control names or that is around it. A call that the control names by id does not count. */
  get phone(): Phone | undefined {
    return this.#phones.value?.phone;
  }

  get phoneElement(): HTMLElement | undefined {
    return this.#phones.value?.element;
  }

  /** Hands the owner a request that bubbled through the page without being claimed. */
  readonly request = (event: Event): void => {
    this.#owner?.request(event);
  };

  hostConnected(): void {
    this.#update();
  }

  hostUpdate(): void {
    this.#update();
  }

  #update(): void {
    const owner = this.#choose();
    if (owner === this.#owner) return;
    this.#owner = owner;
    if (!owner) this.#store = undefined;
    else if (owner === this.#calls.value) this.#store = owner.store;
    else this.#store = new ActiveCallStore((owner as PhoneLink).store, this.#options.choose ?? activeCall);
    this.#host.requestUpdate();
    this.#options.onChange?.(this.#store);
  }

  #choose(): CallLink | PhoneLink | undefined {
    if (this.#isNamed('call')) return this.#calls.value;
    if (this.#isNamed('phone')) return this.#phones.value;
    return this.#calls.value ?? this.#phones.value;
  }

  #isNamed(owner: (typeof OWNERS)[number]): boolean {
    return ownerName(this.#host, owner) !== null || this.#host.hasAttribute(owner);
  }
}
