type TellRecovery = (news: 'recovering' | 'recovered') => void;

/** What of a session can be lost. */
export type Lost = 'signalling' | 'media';

/** Tells once that a session is being brought back, and once that it is, whatever was lost and in whatever order. */
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
