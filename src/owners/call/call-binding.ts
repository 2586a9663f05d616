import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Call} from '../../core/call/call.js';
import {chooseCallToShow, type CallWish} from './call-choice.js';
import {phoneContext, type CallNoticeTarget, type PhoneLink} from '../../controllers/contexts.js';
import {LinkController} from '../../controllers/link-controller.js';

export interface CallBindingOptions {
  wish(): CallWish;
  /** Called when the element shows another call, or none. */
  bound(call: Call | undefined): void;
  /** Called when the call has a new snapshot. */
  changed(): void;
}

/** Finds the phone of a `<sip-call>`, and the call of that phone that it shows. */
export class CallBinding implements ReactiveController {
  readonly #host: ReactiveControllerHost & CallNoticeTarget;
  readonly #options: CallBindingOptions;
  readonly #link: LinkController<PhoneLink>;
  #phoneEnd: AbortController | undefined;
  #callEnd: AbortController | undefined;
  #call: Call | undefined;
  #scheduled = false;

  constructor(host: ReactiveControllerHost & CallNoticeTarget, options: CallBindingOptions) {
    this.#host = host;
    this.#options = options;
    this.#link = new LinkController<PhoneLink>(host, {
      context: phoneContext,
      attribute: 'phone',
      onChange: (link) => this.#linked(link),
    });
    host.addController(this);
  }

  get call(): Call | undefined {
    return this.#call;
  }

  get link(): PhoneLink | undefined {
    return this.#link.value;
  }

  /** Whether an id names the phone, or a script has set it. */
  get named(): boolean {
    return this.#link.named !== undefined;
  }

  hostConnected(): void {
    this.schedule();
  }

  /** Chooses the call in a microtask, so that an owner that is removed and inserted again at once causes no change. */
  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#bind();
    });
  }

  #linked(link: PhoneLink | undefined): void {
    this.#phoneEnd?.abort();
    this.#phoneEnd = undefined;
    this.schedule();
    if (!link) return;
    this.#phoneEnd = new AbortController();
    const {signal} = this.#phoneEnd;
    signal.addEventListener('abort', link.addCallElement(this.#host));
    link.store.subscribe(() => this.#bind(), {signal});
  }

  #bind(): void {
    const call = chooseCallToShow(this.link?.phone, this.#options.wish(), this.#call);
    if (call === this.#call) return;
    this.#callEnd?.abort();
    this.#callEnd = new AbortController();
    this.#call = call;
    call?.store.subscribe(() => this.#options.changed(), {signal: this.#callEnd.signal});
    this.#options.bound(call);
  }
}
