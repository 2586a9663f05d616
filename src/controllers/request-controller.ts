import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** What an owner does about each request. Any script can send one, so a detail can have any type. */
export type RequestHandlers = Readonly<Record<string, (detail: unknown, event: Event) => void>>;

const claimed = new WeakSet<Event>();

/** Whether an owner has taken the request. */
export function isClaimed(event: Event): boolean {
  return claimed.has(event);
}

/**
 * Lets an owner element carry out request events from its subtree.
 *
 * The innermost owner claims an event at once, so that outer owners ignore it. It acts on the event in a microtask: by
 * then every listener on the path has run, in whatever order they were added, and any of them may have called
 * `preventDefault()`.
 */
export class RequestController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #handlers: RequestHandlers;

  constructor(host: ReactiveControllerHost & HTMLElement, handlers: RequestHandlers) {
    this.#host = host;
    this.#handlers = handlers;
    for (const type of Object.keys(handlers)) host.addEventListener(type, this.handle);
    host.addController(this);
  }

  hostConnected(): void {
    // A controller must implement one reactive callback; the listeners live as long as the host.
  }

  readonly handle = (event: Event): void => {
    const owner = 'owner' in event ? event.owner : undefined;
    if (claimed.has(event) || (owner && owner !== this.#host)) return;
    claimed.add(event);
    // The user activation of a click lasts through a microtask, so getUserMedia() and play() are still allowed.
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      this.#handlers[event.type]?.((event as CustomEvent<unknown>).detail, event);
    });
  };
}
