import type {LazyGroup} from './lazy-group.js';

/** An object whose class is in a lazy group. There is one, made when it is first needed. */
export class LazyPart<Modules, Part> {
  readonly #group: LazyGroup<Modules>;
  readonly #make: (modules: Modules) => Part;
  #part: Part | undefined;

  constructor(group: LazyGroup<Modules>, make: (modules: Modules) => Part) {
    this.#group = group;
    this.#make = make;
  }

  /** The object, if its modules are there. */
  get now(): Part | undefined {
    const modules = this.#group.now;
    return this.#part ?? (modules && this.#madeOf(modules));
  }

  /**
   * Lets it do something: at once if it is there, else as soon as its modules are fetched, in the order of the calls.
   * Rejects with a `SipError` if they cannot be fetched.
   */
  async use<Result>(work: (part: Part) => Result | Promise<Result>): Promise<Result> {
    return work(this.now ?? this.#madeOf(await this.#group.need()));
  }

  /**
   * Makes it ahead of need, and tries until it works or the signal ends it.
   * @param use - Gets it once it is there, which may be now.
   */
  load(signal: AbortSignal, use?: (part: Part) => void): void {
    this.#group.load(signal, (modules) => {
      const part = this.#madeOf(modules);
      use?.(part);
    });
  }

  #madeOf(modules: Modules): Part {
    this.#part ??= this.#make(modules);
    return this.#part;
  }
}
