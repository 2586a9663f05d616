import {ContextEvent, type Context, type ContextCallback} from '@lit/context';
import type {ReactiveController, ReactiveControllerHost} from 'lit';

interface Subscription {
  readonly consumer: Element;
  /** The consumer names the owner instead of being inside it. */
  readonly named: boolean;
  readonly dispose: () => void;
}

type Request<L> = Event & {
  context: unknown;
  contextTarget?: Element;
  callback: ContextCallback<L | undefined>;
  subscribe?: boolean;
};

/**
 * Gives an owner's link to the controls that ask for it, by the community context protocol.
 *
 * The provider of `@lit/context` does not fit: it never takes its value back. It stops the announcements of inner
 * owners, and when one appears it moves all controls over, even those that name their owner.
 */
export class LinkProvider<L> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #context: Context<unknown, L | undefined>;
  readonly #link: L;
  readonly #subscriptions = new Map<ContextCallback<L | undefined>, Subscription>();

  constructor(host: ReactiveControllerHost & HTMLElement, context: Context<unknown, L | undefined>, link: L) {
    this.#host = host;
    this.#context = context;
    this.#link = link;
    host.addEventListener('context-request', this.#requested);
    host.addEventListener('context-provider', this.#announced);
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.dispatchEvent(
      Object.assign(new Event('context-provider', {bubbles: true, composed: true}), {
        context: this.#context,
        contextTarget: this.#host,
      }),
    );
  }

  hostDisconnected(): void {
    // During a move the host is connected again by now, and nothing has changed for the controls.
    if (this.#host.isConnected) return;
    const subscriptions = [...this.#subscriptions];
    // Every subscription ends, because by then an id may name another element. Controls ask again when an owner
    // announces itself.
    this.#subscriptions.clear();
    for (const [callback, {dispose}] of subscriptions) callback(undefined, dispose);
  }

  readonly #requested = (event: Event): void => {
    const {context, contextTarget, callback, subscribe} = event as Request<L>;
    const [origin] = event.composedPath();
    const consumer = contextTarget ?? (origin as Element);
    if (context !== this.#context || consumer === this.#host || !this.#host.isConnected) return;
    event.stopPropagation();
    if (!subscribe) {
      callback(this.#link);
      return;
    }
    const dispose = this.#subscriptions.get(callback)?.dispose ?? (() => void this.#subscriptions.delete(callback));
    this.#subscriptions.set(callback, {consumer, named: origin === this.#host, dispose});
    callback(this.#link, dispose);
  };

  /** An owner of the same kind has appeared inside this one. The controls that it encloses move over to it. */
  readonly #announced = (event: Event): void => {
    const {context, contextTarget} = event as Request<L>;
    if (context !== this.#context || (contextTarget ?? event.composedPath()[0]) === this.#host) return;
    for (const [callback, {consumer, named}] of [...this.#subscriptions]) {
      if (!named) consumer.dispatchEvent(new ContextEvent(this.#context, consumer, callback, true));
    }
  };
}
