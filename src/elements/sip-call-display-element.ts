import {property} from 'lit/decorators.js';
import type {ChooseCall} from '../controllers/active-call-store.js';
import {CallLinkController} from '../controllers/call-link-controller.js';
import type {CallHolder} from '../controllers/contexts.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {StoreController} from '../controllers/store-controller.js';
import type {CallState} from '../core/call/call-state.js';
import {activeCall, sameCall} from '../core/select.js';
import {SipElement} from './sip-element.js';

/** Base of the elements that show something about a call. */
export abstract class SipCallDisplayElement extends SipElement {
  protected readonly callLink = new CallLinkController(this, {
    choose: (phone) => this.chooseCall(phone),
    onChange: (store) => this.#state.track(store),
  });
  readonly #state = new StoreController<CallHolder, Readonly<CallState> | null>(
    this,
    ({call}) => call,
    (a, b) => this.showsSame(a, b),
  );

  /** The `<sip-call>` to show, or its id; without it, the one around this element. */
  @property() @ownerProperty() call: Element | string | null = null;

  /** The phone, or its id, whose active call to show; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** Picks a call of the phone when the element belongs to no `<sip-call>`. */
  protected chooseCall(...[phone]: Parameters<ChooseCall>): ReturnType<ChooseCall> {
    return activeCall(phone);
  }

  /** Whether the element shows the same for two snapshots. */
  protected showsSame(...calls: Parameters<typeof sameCall>): boolean {
    return sameCall(...calls);
  }

  /** The snapshot of the call; null without one. Its `quality` may be out of date. */
  protected get shownCall(): Readonly<CallState> | null {
    return this.#state.value ?? null;
  }
}
