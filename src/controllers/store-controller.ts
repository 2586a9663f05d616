import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Store} from '../core/store.js';

/** Re-renders its host when the selected part of a store changes. */
export class StoreController<T extends object, R> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #select: (state: Readonly<T>) => R;
  readonly #equal: (a: R | undefined, b: R | undefined) => boolean;
  #store: Store<T> | undefined;
  #subscription: AbortController | undefined;
  #value: R | undefined;

  /** @param equal - Whether two selections are equal; use `shallowEqual` for a selector that builds an object. */
  constructor(
    host: ReactiveControllerHost,
    select: (state: Readonly<T>) => R,
    equal: (a: R | undefined, b: R | undefined) => boolean = Object.is,
  ) {
    this.#host = host;
    this.#select = select;
    this.#equal = equal;
    host.addController(this);
  }

  /** The selected part; undefined without a store. */
  get value(): R | undefined {
    return this.#value;
  }

  track(store: Store<T> | undefined): void {
    if (store === this.#store) return;
    this.#store = store;
    this.hostDisconnected();
    this.hostConnected();
  }

  hostConnected(): void {
    if (this.#subscription) return;
    this.#subscription = new AbortController();
    this.#read();
    this.#store?.subscribe(this.#read, {signal: this.#subscription.signal});
  }

  hostDisconnected(): void {
    this.#subscription?.abort();
    this.#subscription = undefined;
  }

  readonly #read = (): void => {
    const next = this.#store && this.#select(this.#store.state);
    if (this.#equal(next, this.#value)) return;
    this.#value = next;
    this.#host.requestUpdate();
  };
}
