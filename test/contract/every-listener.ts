type Listener = EventListenerOrEventListenerObject | null;

export interface ListenerWatch {
  /** Returns how many listeners a target has, except those that a signal or `once` ends. Keeps no target alive. */
  open(target: EventTarget): number;
  /** Returns the targets that are alive and have listeners. */
  targets(): EventTarget[];
  restore(): void;
}

/** Watches every listener that is added or removed in this page from now on, on any target. */
export function watchListeners(): ListenerWatch {
  const {addEventListener: add, removeEventListener: remove} = EventTarget.prototype;
  const open = new WeakMap<EventTarget, Map<object, Set<string>>>();
  const known: WeakRef<EventTarget>[] = [];
  const count = (target: EventTarget) =>
    [...(open.get(target)?.values() ?? [])].reduce((sum, names) => sum + names.size, 0);

  function forget(target: EventTarget, listener: object, name: string): void {
    const names = open.get(target)?.get(listener);
    names?.delete(name);
    if (names?.size === 0) open.get(target)?.delete(listener);
  }

  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: Listener,
    options?: boolean | AddEventListenerOptions,
  ) {
    const target = this ?? window;
    add.call(target, type, listener, options);
    const {capture, once, signal} = typeof options === 'object' ? options : {capture: options};
    if (!listener || signal?.aborted) return;
    const name = nameOf(type, capture);
    if (!open.has(target)) known.push(new WeakRef(target));
    const listeners = open.get(target) ?? new Map<object, Set<string>>();
    open.set(target, listeners.set(listener, (listeners.get(listener) ?? new Set()).add(name)));
    const ended = () => {
      forget(target, listener, name);
    };
    if (once) add.call(target, type, ended, {once, ...(signal && {signal})});
    if (signal) add.call(signal, 'abort', ended);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: Listener,
    options?: boolean | EventListenerOptions,
  ) {
    const target = this ?? window;
    remove.call(target, type, listener, options);
    if (listener) forget(target, listener, nameOf(type, typeof options === 'object' ? options.capture : options));
  };
  return {
    open: count,
    targets: () => known.flatMap((reference) => reference.deref() ?? []).filter((target) => count(target) > 0),
    restore() {
      Object.assign(EventTarget.prototype, {addEventListener: add, removeEventListener: remove});
    },
  };
}

function nameOf(type: string, capture: boolean | undefined): string {
  return `${type} ${String(Boolean(capture))}`;
}
