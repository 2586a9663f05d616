import type {Logger} from '../core/logger.js';

/** An event: the name of the listener's method, then the arguments of that method. */
export type News<L, K extends keyof L> = L[K] extends (...facts: infer F) => unknown ? [news: K, ...facts: F] : never;
export type Reply<L, K extends keyof L> = L[K] extends (...facts: never[]) => infer R ? R : never;

/**
 * Tells listeners what happened, in order. It calls them in a microtask, so never from inside a method of the engine or
 * a callback of SIP.js: SIP.js stops working for good if one of its callbacks throws.
 */
export class Notifier {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Calls a method of the listener, if there is a listener by then, and passes its reply to `answer`. */
  ask<L, K extends keyof L>(
    listener: () => L | undefined,
    answer: (reply: Reply<L, K>) => void,
    ...[news, ...facts]: News<L, K>
  ): void {
    this.tell(() => {
      const methods = listener() as Record<K, (...facts: unknown[]) => Reply<L, K>> | undefined;
      if (methods) answer(methods[news](...facts));
    });
  }

  tell(news: () => void): void {
    queueMicrotask(() => {
      try {
        news();
      } catch (error) {
        this.#logger.error('A listener of the SIP engine threw.', error);
      }
    });
  }
}
