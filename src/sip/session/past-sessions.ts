/** How many ended sessions are remembered. */
const LIMIT = 32;

/** The ids of the sessions that ended last. An INVITE that wants to replace one of them hears that it is over. */
export class PastSessions {
  readonly #ids = new Set<string>();

  add(id: string): void {
    this.#ids.add(id);
    const [oldest = ''] = this.#ids;
    if (this.#ids.size > LIMIT) this.#ids.delete(oldest);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
