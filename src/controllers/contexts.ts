import {createContext} from '@lit/context';
import type {Call} from '../core/call/call.js';
import type {CallState} from '../core/call/call-state.js';
import type {SipNoticeEvent} from '../core/events.js';
import type {Phone} from '../core/phone/phone.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import type {Store} from '../core/store.js';

/** What a `<sip-phone>` gives to the elements that belong to it. It lives as long as the element does. */
export interface PhoneLink {
  readonly element: HTMLElement;
  readonly store: Store<PhoneState>;
  /** The headless phone; undefined while the element is not connected or not configured. */
  readonly phone: Phone | undefined;
  /** Carries out a request event that did not pass through the element. */
  request(event: Event): void;
  /** Makes a `<sip-call>` dispatch the notices of its call instead of the phone. The returned function ends that. */
  addCallElement(element: CallNoticeTarget): () => void;
  /** Calls do not come in before this is there; the returned function ends that. */
  needs(need: () => Promise<void>): () => void;
}

/** A `<sip-call>` as its phone sees it. */
export interface CallNoticeTarget extends HTMLElement {
  /** The id of the call that it shows. */
  readonly callId: string | null;
  /**
   * Dispatches a notice, unless it would only repeat what the page itself has set.
   * @returns false if the phone has to dispatch the notice.
   */
  relay(event: SipNoticeEvent): boolean;
}

/** The call of a `<sip-call>`, or the active call of a phone; null while there is none. */
export interface CallHolder {
  readonly call: Readonly<CallState> | null;
}

/** What a `<sip-call>` gives to the elements that belong to it. */
export interface CallLink {
  readonly element: HTMLElement;
  readonly store: Store<CallHolder>;
  readonly call: Call | undefined;
  request(event: Event): void;
}

// `Symbol.for` gives two copies of the bundle on one page the same keys.
export const phoneContext = createContext<PhoneLink | undefined>(Symbol.for('sip-elements.phone'));
export const callContext = createContext<CallLink | undefined>(Symbol.for('sip-elements.call'));
