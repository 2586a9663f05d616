import {SipNoticeEvent, type SipNotices} from './events.js';

/** Something that sends notices: an `EventTarget` whose events are typed. */
export class NoticeTarget<K extends keyof SipNotices> extends EventTarget {
  /** Listens to a notice; the returned function, or the signal, ends it. A listener that throws stops nobody. */
  on<T extends K>(
    type: T,
    listener: (event: SipNoticeEvent<T>) => void,
    options: {signal?: AbortSignal} = {},
  ): () => void {
    const handle = (event: Event) => listener(event as unknown as SipNoticeEvent<T>);
    this.addEventListener(type, handle, options);
    return () => this.removeEventListener(type, handle);
  }

  /** Sends a notice; false if a listener prevented it. */
  protected notify<T extends K>(type: T, detail: SipNotices[T]): boolean {
    return this.dispatchEvent(new SipNoticeEvent(type, detail));
  }
}
