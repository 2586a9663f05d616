import type {CallState} from '../core/call/call-state.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import type {Store, SubscribeOptions} from '../core/store.js';
import type {CallHolder} from './contexts.js';

/** Picks the call of a phone that a control acts on when it belongs to no `<sip-call>`. */
export type ChooseCall = (phone: Readonly<PhoneState>) => Readonly<CallState> | undefined;

/** Presents the store of a phone as the store of one of its calls. */
export class ActiveCallStore implements Store<CallHolder> {
  readonly #phone: Store<PhoneState>;
  readonly #choose: ChooseCall;
  #state: CallHolder = Object.freeze({call: null});

  constructor(phone: Store<PhoneState>, choose: ChooseCall) {
    this.#phone = phone;
    this.#choose = choose;
  }

  get state(): CallHolder {
    const call = this.#choose(this.#phone.state) ?? null;
    if (call !== this.#state.call) this.#state = Object.freeze({call});
    return this.#state;
  }

  subscribe(listener: () => void, options?: SubscribeOptions): () => void {
    let told = this.state;
    return this.#phone.subscribe(() => {
      const {state} = this;
      if (state === told) return;
      told = state;
      listener();
    }, options);
  }
}
