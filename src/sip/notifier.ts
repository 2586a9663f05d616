import type {Logger} from '../core/logger.js';

/** What happened, as a method of a listener, and what it is called with. */
export type News<L, K extends keyof L> = L[K] extends (...facts: infer F) => unknown ? [news: K, ...facts: F] : never;
export type Reply<L, K extends keyof L> = L[K] extends (...facts: never[]) => infer R ? R : never;

/**
 * Tells listeners what happened: in order, never from inside a method of the engine or a callback of SIP.js, which
 * stops working for good if one of its callbacks throws.
 */
export class Notifier {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Tells a listener, if there is one by then, and hands on what it replies. */
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
