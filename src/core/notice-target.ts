import type {SipNoticeEvent, SipNotices} from './events.js';

/** An `EventTarget` with typed events, which sends notices. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Named once, it still says which notices.
export class NoticeTarget<K extends keyof SipNotices> extends EventTarget {
  /**
   * Adds a listener; the returned function or the signal removes it. A listener that throws does not stop the others.
   */
  on<T extends K>(
    type: T,
    listener: (event: SipNoticeEvent<T>) => void,
    options: {signal?: AbortSignal} = {},
  ): () => void {
    const handle = (event: Event) => listener(event as unknown as SipNoticeEvent<T>);
    this.addEventListener(type, handle, options);
    return () => this.removeEventListener(type, handle);
  }
}
