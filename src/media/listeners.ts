/** A set of listeners. If one throws, the others are still called. */
export class Listeners<A extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: A) => void>();

  /** Adds a listener. The returned function removes it. */
  add(listener: (...args: A) => void): () => void {
    // The wrapper makes a function that was added twice two entries: called twice, and removed one by one.
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
        reportError(error); // The browser does the same for an event listener that throws.
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
