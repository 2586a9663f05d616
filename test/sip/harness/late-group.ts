import {LazyGroup} from '../../../src/core/lazy-group.js';
import {createLogger} from '../../../src/core/logger.js';
import {FakeClock} from '../../../src/testing/fake-clock.js';

/** A group of modules that comes when the test says so. */
export class LateGroup<T> {
  readonly clock = new FakeClock();
  readonly group: LazyGroup<T>;
  /** How often it was asked for. */
  asked = 0;
  readonly #there: LazyGroup<T>;
  #settle: {resolve: (modules: T) => void; reject: (error: Error) => void} | undefined;

  constructor(there: LazyGroup<T>) {
    this.#there = there;
    const fetch = () =>
      new Promise<T>((resolve, reject) => {
        this.asked++;
        this.#settle = {resolve, reject};
      });
    this.group = new LazyGroup('What is late', fetch, {clock: this.clock, logger: createLogger(() => undefined)});
  }

  async arrive(): Promise<void> {
    this.#settle?.resolve(await this.#there.need());
  }

  fail(): void {
    this.#settle?.reject(new TypeError('Failed to fetch'));
  }
}
