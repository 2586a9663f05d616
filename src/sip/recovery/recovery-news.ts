type TellRecovery = (news: 'recovering' | 'recovered') => void;

/** The parts of a session that can be lost. */
export type Lost = 'signalling' | 'media';

/**
 * Reports once that a session is being recovered, and once that all parts are back, in whatever order they come back.
 */
export class RecoveryNews {
  readonly #tell: TellRecovery;
  readonly #lost = new Set<Lost>();

  constructor(tell: TellRecovery) {
    this.#tell = tell;
  }

  lost(what: Lost): void {
    if (this.#lost.has(what)) return;
    this.#lost.add(what);
    if (this.#lost.size > 1) return;
    this.#tell('recovering');
  }

  back(what: Lost): void {
    if (!this.#lost.delete(what) || this.#lost.size > 0) return;
    this.#tell('recovered');
  }
}
