/** Tells listeners, in the order in which they came; one that throws stops those behind it, and the caller hears of it. */
export class Emitter<T> {
  #listeners: readonly ((data: T) => void)[] = [];

  addListener(listener: (data: T) => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  removeListener(listener: (data: T) => void): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }

  emit(data: T): void {
    for (const listener of this.#listeners) listener(data);
  }
}
