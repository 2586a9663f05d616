/** A set of listeners; one that throws stops nobody. */
export class Listeners<A extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: A) => void>();

  /** The returned function ends it. */
  add(listener: (...args: A) => void): () => void {
    // A wrapper, so that the same function added twice is told twice and removed one by one.
    const entry = (...args: A): void => {
      listener(...args);
    };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  tell(...args: A): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...args);
      } catch (error) {
        reportError(error); // As the browser does for a throwing event listener.
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
