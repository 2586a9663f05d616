import type {Logger} from '../core/logger.js';

/**
 * Tells listeners what happened: in order, never from inside a method of the engine or a callback of SIP.js, which
 * stops working for good if one of its callbacks throws.
 */
export class Notifier {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
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
