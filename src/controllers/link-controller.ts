import {ContextEvent, type Context} from '@lit/context';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';
import {namedElement, watchIds} from './named-element.js';
import {ownerName, watchOwnerName, type OwnerName} from './owner-property.js';

interface Linkable {
  readonly element: HTMLElement;
}

export interface LinkOptions<L extends Linkable> {
  context: Context<unknown, L | undefined>;
  /** The attribute and property that name an owner; without a name the nearest enclosing owner is used. */
  attribute: string;
  onChange?: (link: L | undefined) => void;
}

/**
 * Finds the owner of a control. The two may be parsed, defined, inserted, moved and removed in any order.
 *
 * An owner set by script wins over one named by id, which wins over the nearest enclosing one. An id that two elements
 * have names none. The controller uses the community context protocol: it dispatches the request on the named element,
 * or on the control itself.
 */
export class LinkController<L extends Linkable> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: LinkOptions<L>;
  #value: L | undefined;
  #id: string | null = null;
  /** The element on which the last request was dispatched. */
  #asked: Element | null = null;
  #unsubscribe: (() => void) | undefined;
  #stopWatching: (() => void) | undefined;
  #waiting: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: LinkOptions<L>) {
    this.#host = host;
    this.#options = options;
    watchOwnerName(host, options.attribute, () => {
      if (this.#host.isConnected) this.#resolve();
    });
    host.addController(this);
  }

  get value(): L | undefined {
    return this.#value;
  }

  /** The owner if script set it or an id names it; undefined if it is only around the host. */
  get named(): HTMLElement | undefined {
    return this.#id === null && this.#property === null ? undefined : this.#value?.element;
  }

  hostConnected(): void {
    this.#resolve();
  }

  hostUpdate(): void {
    if (this.#host.isConnected && this.#id !== this.#host.getAttribute(this.#options.attribute)) this.#resolve();
  }

  hostDisconnected(): void {
    // During a move the host is connected again by now, and hostConnected() follows at once.
    if (this.#host.isConnected) return;
    this.#stop();
    this.#replace(undefined);
  }

  #resolve(): void {
    this.#stop();
    this.#id = this.#host.getAttribute(this.#options.attribute);
    const before = this.#value;
    this.#value = undefined;
    this.#asked = this.#target();
    if (this.#name !== null) this.#stopWatching = watchIds(this.#host, this.#lookAgain);
    const request = new ContextEvent(this.#options.context, this.#host, this.#receive, true);
    if (this.#asked) builtIn(this.#asked, 'dispatchEvent')(request);
    // An owner replies synchronously. Without a reply, wait until an owner announces itself.
    if (!this.value) this.#wait();
    if (before && !this.value) this.#notify();
  }

  #target(): Element | null {
    if (this.#property instanceof Element) return this.#property;
    const {attribute} = this.#options;
    return this.#name === null ? this.#host : namedElement({control: this.#host, attribute, id: this.#name});
  }

  /** The id that names the owner; null if none does. */
  get #name(): string | null {
    if (this.#property instanceof Element) return null;
    return this.#property ?? this.#id;
  }

  get #property(): OwnerName {
    return ownerName(this.#host, this.#options.attribute);
  }

  readonly #lookAgain = (): void => {
    if (this.#host.isConnected && this.#target() !== this.#asked) this.#resolve();
  };

  readonly #receive = (link: L | undefined, unsubscribe?: () => void): void => {
    if (this.#unsubscribe !== unsubscribe) this.#unsubscribe?.();
    this.#unsubscribe = unsubscribe;
    this.#replace(link);
    if (!link) this.#wait();
  };

  #wait(): void {
    if (this.#waiting) return;
    this.#waiting = new AbortController();
    builtIn(this.#host.ownerDocument, 'addEventListener')(
      'context-provider',
      (event: Event & {context?: unknown}) => {
        if (event.context !== this.#options.context) return;
        queueMicrotask(() => {
          if (!this.#value && this.#host.isConnected) this.#resolve();
        });
      },
      {signal: this.#waiting.signal},
    );
  }

  #replace(link: L | undefined): void {
    if (link) {
      this.#waiting?.abort();
      this.#waiting = undefined;
    }
    if (link === this.#value) return;
    this.#value = link;
    this.#notify();
  }

  #notify(): void {
    this.#host.requestUpdate();
    this.#options.onChange?.(this.#value);
  }

  #stop(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}
