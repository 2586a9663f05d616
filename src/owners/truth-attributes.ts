/** Attributes that show the state of an element. They are read-only: if a page changes one, its value is restored. */
export class TruthAttributes<Name extends string> {
  readonly #host: HTMLElement;
  readonly #values: Record<Name, string | null>;

  /** @param initial - The first values; null for an attribute that is absent. */
  constructor(host: HTMLElement, initial: Readonly<Record<Name, string | null>>) {
    this.#host = host;
    this.#values = {...initial};
  }

  set(values: Readonly<Record<Name, string | null>>): void {
    Object.assign(this.#values, values);
    for (const name of Object.keys(values)) this.restore(name);
  }

  /** Writes the true value back. The element calls it for every attribute that changes. */
  restore(name: string): void {
    if (!this.#has(name)) return;
    const value = this.#values[name];
    if (this.#host.getAttribute(name) === value) return;
    if (value === null) this.#host.removeAttribute(name);
    else this.#host.setAttribute(name, value);
  }

  #has(name: string): name is Name {
    return Object.hasOwn(this.#values, name);
  }
}
