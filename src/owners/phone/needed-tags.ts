import type {PhonePorts} from '../../core/phone/phone-parts.js';

/**
 * The elements that a phone needs before it registers: without them, a call would ring that nobody can see or answer.
 */
export class NeededTags {
  readonly #needs = new Set<() => Promise<void>>();

  /** @returns a function that removes the need. */
  add(need: () => Promise<void>): () => void {
    this.#needs.add(need);
    return () => void this.#needs.delete(need);
  }

  /**
   * Makes the engine of a phone wait for the needs. If one cannot be fetched, it rejects, and the phone tries again.
   */
  before(ports: PhonePorts): PhonePorts {
    const engine: PhonePorts['engine'] = async (options) => {
      const making = ports.engine(options);
      making.catch(() => undefined); // Below, `return making` reports this failure, after the needs.
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
    // A face that has just been loaded may add needs to the end of the set, and this loop reaches them.
    for (const need of this.#needs) await need();
  }
}
