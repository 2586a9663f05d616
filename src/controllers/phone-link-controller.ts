import type {ReactiveControllerHost} from 'lit';
import type {Phone} from '../core/phone/phone.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import {samePhone} from '../core/select.js';
import {phoneContext, type PhoneLink} from './contexts.js';
import {LinkController} from './link-controller.js';
import {StoreController} from './store-controller.js';

/** Finds the phone of a control and follows its state. */
export class PhoneLinkController {
  readonly #state: StoreController<PhoneState, Readonly<PhoneState>>;
  readonly #link: LinkController<PhoneLink>;

  /** @param onChange - Called when the control has another phone, or none. */
  constructor(host: ReactiveControllerHost & HTMLElement, onChange?: (link: PhoneLink | undefined) => void) {
    this.#state = new StoreController(host, (state: Readonly<PhoneState>) => state, samePhone);
    this.#link = new LinkController<PhoneLink>(host, {
      context: phoneContext,
      attribute: 'phone',
      onChange: (link) => {
        this.#state.track(link?.store);
        onChange?.(link);
      },
    });
  }

  /** The snapshot; undefined without a phone. */
  get state(): Readonly<PhoneState> | undefined {
    return this.#state.value;
  }

  get linked(): boolean {
    return this.#link.value !== undefined;
  }

  get element(): HTMLElement | undefined {
    return this.#link.value?.element;
  }

  get named(): HTMLElement | undefined {
    return this.#link.named;
  }

  get phone(): Phone | undefined {
    return this.#link.value?.phone;
  }

  /** Hands the phone a request that bubbled through the page without being claimed. */
  readonly request = (event: Event): void => {
    this.#link.value?.request(event);
  };
}
