import {NOTICE_NAMES, SipNoticeEvent, type SipNotices} from '../../core/events.js';
import type {Phone} from '../../core/phone/phone.js';
import type {CallNoticeTarget} from '../../controllers/contexts.js';

type NoticeName = keyof SipNotices;

/**
 * Turns the notices of a headless phone into events in the page. The `<sip-call>` inside the phone element that shows
 * the call dispatches a notice about the call; the phone element dispatches all others. Each notice is dispatched once.
 */
export class NoticeRelay {
  readonly #host: HTMLElement;
  readonly #before: () => void;
  readonly #callElements = new Set<CallNoticeTarget>();

  /** @param before - Called before each notice, so that listeners find the element up to date. */
  constructor(host: HTMLElement, before: () => void) {
    this.#host = host;
    this.#before = before;
  }

  add(element: CallNoticeTarget): () => void {
    this.#callElements.add(element);
    return () => void this.#callElements.delete(element);
  }

  follow(phone: Phone, signal: AbortSignal): void {
    for (const name of NOTICE_NAMES) {
      phone.on(name, (event) => this.#relay(event), {signal});
    }
  }

  /** Dispatches a notice; false if a listener prevented it. */
  tell<K extends NoticeName>(type: K, detail: SipNotices[K]): boolean {
    this.#before();
    const notice = new SipNoticeEvent(type, detail);
    const call = 'call' in detail ? detail.call : null;
    const taken =
      call && [...this.#callElements].some((element) => this.#shows(element, call.id) && element.relay(notice));
    if (!taken) this.#host.dispatchEvent(notice);
    return !notice.defaultPrevented;
  }

  #relay(event: SipNoticeEvent): void {
    if (!this.tell(event.type as NoticeName, event.detail)) event.preventDefault();
  }

  #shows(element: CallNoticeTarget, id: string): boolean {
    return element.callId === id && isInside(element, this.#host);
  }
}

/** Whether an event from a node would pass an element. */
function isInside(node: Node | null, element: HTMLElement): boolean {
  for (let current = node; current; current = parentOf(current)) {
    if (current === element) return true;
  }
  return false;
}

function parentOf(node: Node): Node | null {
  if (node instanceof ShadowRoot) return node.host;
  return (node instanceof Element ? node.assignedSlot : null) ?? node.parentNode;
}
