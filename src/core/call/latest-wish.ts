/** Works towards the latest wish, one attempt at a time: after ten quick clicks only the last one counts. */
export class LatestWish<T> {
  readonly #attempt: (wish: T) => Promise<void>;
  readonly #isSo: (wish: T) => boolean;
  #wish: {readonly value: T} | undefined;
  #working: Promise<void> | undefined;

  /** @param attempt - Tries a wish; rejects if it is refused. @param isSo - Whether a wish is true already. */
  constructor(attempt: (wish: T) => Promise<void>, isSo: (wish: T) => boolean) {
    this.#attempt = attempt;
    this.#isSo = isSo;
  }

  /** Resolves when the latest wish is true; rejects when it is refused. */
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
        // The refusal concerns an earlier wish, which nobody has any more.
        if (wish === this.#wish) throw error;
      }
    }
  }
}
