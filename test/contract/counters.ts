import type {PhoneState} from '../../src/core/phone/phone-state.js';
import type {Store} from '../../src/core/store.js';

/** Counts the listeners of a target, except those that a signal ends. */
export function countListeners(target: EventTarget): {readonly open: () => number; readonly restore: () => void} {
  const open = new Set<string>();
  const ids = new WeakMap<object, number>();
  let next = 0;
  const key = (type: string, listener: object, options: unknown) => {
    if (!ids.has(listener)) ids.set(listener, next++);
    const capture = typeof options === 'object' && options !== null ? 'capture' in options && options.capture : options;
    return `${type} ${String(ids.get(listener))} ${String(Boolean(capture))}`;
  };
  const own = {add: target.addEventListener, remove: target.removeEventListener};
  target.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) => {
    own.add.call(target, type, listener, options);
    if (!listener || (typeof options === 'object' && options.signal?.aborted)) return;
    const name = key(type, listener, options);
    open.add(name);
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => open.delete(name));
  };
  target.removeEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ) => {
    own.remove.call(target, type, listener, options);
    if (listener) open.delete(key(type, listener, options));
  };
  return {
    open: () => open.size,
    restore: () => {
      target.addEventListener = own.add;
      target.removeEventListener = own.remove;
    },
  };
}

/** Counts timers that have neither run nor been cleared. */
export function countTimers() {
  const {setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: stop} = window;
  const open = new Set<unknown>();
  window.setTimeout = ((callback: () => void, delay?: number) => {
    const id = set(() => {
      open.delete(id);
      callback();
    }, delay);
    open.add(id);
    return id;
  }) as never;
  window.clearTimeout = (id) => {
    open.delete(id);
    clear(id);
  };
  window.setInterval = ((callback: () => void, delay?: number) => {
    const id = repeat(callback, delay);
    open.add(id);
    return id;
  }) as never;
  window.clearInterval = (id) => {
    open.delete(id);
    stop(id);
  };
  return {
    open: () => open.size,
    restore: () =>
      Object.assign(window, {setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: stop}),
  };
}

/** Counts the subscribers of a store. */
export function countSubscribers(store: Store<PhoneState>) {
  let open = 0;
  const {subscribe} = store;
  store.subscribe = (listener, options) => {
    open++;
    let counted = true;
    const end = () => {
      if (counted) open--;
      counted = false;
    };
    options?.signal?.addEventListener('abort', end);
    const stop = subscribe.call(store, listener, options);
    return () => {
      end();
      stop();
    };
  };
  return () => open;
}
