/** How many are remembered. */
const LIMIT = 32;

/** Names of the sessions that ended last: to whoever asks for one of them it is not unknown, it is over. */
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
