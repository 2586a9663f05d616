export interface SubscribeOptions {
  signal?: AbortSignal | undefined;
}

/** A frozen snapshot that changes identity only when a value changed. */
export interface Store<T extends object> {
  readonly state: Readonly<T>;
  /** Calls `listener` once a microtask after changes; the returned function, or the signal, ends it. */
  subscribe(listener: () => void, options?: SubscribeOptions): () => void;
}

export interface WritableStore<T extends object> extends Store<T> {
  /** Takes over the given values; nobody is told if none of them differs (`Object.is`). */
  patch(change: Partial<T>): void;
}

/** @param report - Told of a listener that throws; the other listeners still run. */
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
        // A signal that outlives the store would keep it, and what it is about, for ever.
        signal?.removeEventListener('abort', remove);
      };
      signal?.addEventListener('abort', remove, {once: true});
      return remove;
    },
  };
}
