export interface SubscribeOptions {
  signal?: AbortSignal | undefined;
}

/** Holds a frozen snapshot, which is replaced only when a value changes. */
export interface Store<T extends object> {
  readonly state: Readonly<T>;
  /** Calls `listener` once in a microtask after changes; the returned function or the signal ends that. */
  subscribe(listener: () => void, options?: SubscribeOptions): () => void;
}

export interface WritableStore<T extends object> extends Store<T> {
  /** Sets the given values. Listeners are called only if one of them differs (`Object.is`). */
  patch(change: Partial<T>): void;
}

/** @param report - Gets the error of a listener that throws; the other listeners still run. */
export function createStore<T extends object>(initial: T, report?: (error: unknown) => void): WritableStore<T> {
  let state: Readonly<T> = Object.freeze({...initial});
  let scheduled = false;
  const listeners = new Set<() => void>();

  const flush = () => {
    scheduled = false;
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        if (!report) throw error;
        report(error);
      }
    }
  };

  return {
    get state() {
      return state;
    },
    patch(change) {
      const changed = (Object.keys(change) as (keyof T)[]).some((key) => !Object.is(state[key], change[key]));
      if (!changed) return;
      state = Object.freeze({...state, ...change});
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(flush);
    },
    subscribe(listener, {signal} = {}) {
      if (signal?.aborted) return () => undefined;
      listeners.add(listener);
      const remove = () => {
        listeners.delete(listener);
        // A signal that lives longer than the store would otherwise keep the listener in memory.
        signal?.removeEventListener('abort', remove);
      };
      signal?.addEventListener('abort', remove, {once: true});
      return remove;
    },
  };
}

/** Returns a store that shows the state of another one and cannot write it. */
export function readOnly<T extends object>(store: Store<T>): Store<T> {
  return Object.freeze({
    get state() {
      return store.state;
    },
    subscribe: (listener: () => void, options?: SubscribeOptions) => store.subscribe(listener, options),
  });
}
