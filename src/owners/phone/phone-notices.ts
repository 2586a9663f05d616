import {SipNoticeEvent, type SipNotices} from '../../core/events.js';
import type {Phone} from '../../core/phone/phone.js';
import type {CallNoticeTarget} from '../../controllers/contexts.js';

type NoticeName = keyof SipNotices;

const NAMES = Object.keys({
  'sip-status-change': 0,
  'sip-incoming': 0,
  'sip-call-added': 0,
  'sip-device-change': 0,
  'sip-error': 0,
  'sip-state-change': 0,
  'sip-progress': 0,
  'sip-accepted': 0,
  'sip-media-change': 0,
  'sip-media-request': 0,
  'sip-recording-request': 0,
  'sip-recording-change': 0,
  'sip-mute-change': 0,
  'sip-hold-change': 0,
  'sip-digit': 0,
  'sip-message': 0,
  'sip-transfer-change': 0,
  'sip-refer': 0,
  'sip-replaces': 0,
  'sip-replaced': 0,
  'sip-redirected': 0,
  'sip-warning': 0,
  'sip-warning-cleared': 0,
  'sip-quality': 0,
  'sip-recovering': 0,
  'sip-recovered': 0,
  'sip-call-ended': 0,
} satisfies Record<NoticeName, 0>) as NoticeName[];

/**
 * Turns the notices of a headless phone into events in the page: one about a call is dispatched by the `<sip-call>`
 * inside the phone element that shows the call, else by the phone element; each one exactly once.
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
    for (const name of NAMES) {
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
