/** Works towards what was wished last, one attempt at a time: ten quick clicks end in the last one. */
export class LatestWish<T> {
  readonly #attempt: (wish: T) => Promise<void>;
  readonly #isSo: (wish: T) => boolean;
  #wish: {readonly value: T} | undefined;
  #working: Promise<void> | undefined;

  /** @param attempt - Rejects if it was refused. @param isSo - Nothing need be done for a wish. */
  constructor(attempt: (wish: T) => Promise<void>, isSo: (wish: T) => boolean) {
    this.#attempt = attempt;
    this.#isSo = isSo;
  }

  /** Resolves when the last wish came true; rejects when it was refused. */
  wish(value: T): Promise<void> {
    this.#wish = {value};
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    for (;;) {
      const wish = this.#wish;
      if (!wish || this.#isSo(wish.value)) return;
      try {
        await this.#attempt(wish.value);
        if (wish === this.#wish) return;
      } catch (error) {
        // Refused was something that nobody wants any more.
        if (wish === this.#wish) throw error;
      }
    }
  }
}
