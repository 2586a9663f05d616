/** An `EventTarget` that knows its events by their names, and sends notices. */
export class NoticeTarget<Events extends Record<keyof Events, Event>> extends EventTarget {
  /**
   * Adds a listener; the returned function or the signal removes it. A listener that throws does not stop the others.
   */
  on<T extends keyof Events & string>(
    type: T,
    listener: (event: Events[T]) => void,
    options: {signal?: AbortSignal} = {},
  ): () => void {
    const handle = (event: Event) => listener(event as Events[T]);
    this.addEventListener(type, handle, options);
    return () => this.removeEventListener(type, handle);
  }
}
