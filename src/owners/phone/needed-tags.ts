import type {PhonePorts} from '../../core/phone/phone-parts.js';

/** What has to be there before somebody may call: without it, a call would ring that nobody can see or answer. */
export class NeededTags {
  readonly #needs = new Set<() => Promise<void>>();

  /** @returns a function that takes the need back. */
  add(need: () => Promise<void>): () => void {
    this.#needs.add(need);
    return () => void this.#needs.delete(need);
  }

  /** Ports of a phone that registers when all of it is there; if something cannot be fetched, the phone tries again later. */
  before(ports: PhonePorts): PhonePorts {
    const engine: PhonePorts['engine'] = async (options) => {
      const making = ports.engine(options);
      making.catch(() => undefined); // It is told below, when everybody is through.
      try {
        await this.#all();
      } catch (error) {
        await (await making).destroy();
        throw error;
      }
      return making;
    };
    return {...ports, engine};
  }

  async #all(): Promise<void> {
    // A face that has just come has needs of its own, which come to the end of the set.
    for (const need of this.#needs) await need();
  }
}
