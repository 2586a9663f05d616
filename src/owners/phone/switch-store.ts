import type {Store, SubscribeOptions} from '../../core/store.js';

/** A store that shows the state of another store. That store can change, and the subscribers need not know. */
export class SwitchStore<T extends object> implements Store<T> {
  readonly #report: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #source: Store<T>;
  #stop: () => void;

  /** @param report - Called with the exception of a listener; the other listeners still run. */
  constructor(source: Store<T>, report: (error: unknown) => void) {
    this.#report = report;
    this.#source = source;
    this.#stop = source.subscribe(this.#tell);
  }

  get state(): Readonly<T> {
    return this.#source.state;
  }

  /** Shows another store from now on. */
  use(source: Store<T>): void {
    if (source === this.#source) return;
    this.#stop();
    this.#source = source;
    this.#stop = source.subscribe(this.#tell);
    queueMicrotask(this.#tell);
  }

  subscribe(listener: () => void, {signal}: SubscribeOptions = {}): () => void {
    if (signal?.aborted) return () => undefined;
    this.#listeners.add(listener);
    const remove = () => void this.#listeners.delete(listener);
    signal?.addEventListener('abort', remove, {once: true});
    return remove;
  }

  readonly #tell = (): void => {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#report(error);
      }
    }
  };
}
