/** Attributes that say what is. They are read-only: what anybody else writes is put right again. */
export class TruthAttributes<Name extends string> {
  readonly #host: HTMLElement;
  readonly #values: Record<Name, string | null>;

  /** @param initial - What they say at first; null for an attribute that is not there. */
  constructor(host: HTMLElement, initial: Readonly<Record<Name, string | null>>) {
    this.#host = host;
    this.#values = {...initial};
  }

  set(values: Readonly<Record<Name, string | null>>): void {
    Object.assign(this.#values, values);
    for (const name of Object.keys(values)) this.restore(name);
  }

  /** To be called for every changed attribute. */
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
