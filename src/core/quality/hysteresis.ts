/** Bad, good, or undefined: between the thresholds, or unknown at the moment. */
export type Verdict = 'bad' | 'good' | undefined;

/** A state that changes only after the verdict has been different for a while. Times are in milliseconds. */
export class Hysteresis {
  #raised = false;
  /** Since when the verdict has differed from the state. */
  #since: number | undefined;

  get raised(): boolean {
    return this.#raised;
  }

  /** @param raiseAfter - How long the verdict must be bad. @param clearAfter - How long it must be good again. */
  update(verdict: Verdict, now: number, raiseAfter: number, clearAfter: number): boolean {
    const otherwise = this.#raised ? 'good' : 'bad';
    if (verdict === otherwise) {
      this.#since ??= now;
      if (now - this.#since >= (this.#raised ? clearAfter : raiseAfter)) {
        this.#raised = !this.#raised;
        this.#since = undefined;
      }
    } else if (verdict) this.#since = undefined;
    return this.#raised;
  }

  reset(): void {
    this.#raised = false;
    this.#since = undefined;
  }
}

/** The weight of a new figure. With one figure a second, the smoothed value follows in about five seconds. */
const WEIGHT = 0.2;

/** An exponentially smoothed figure. An unknown figure (null) leaves it unchanged. */
export class Smoothed {
  #value: number | undefined;

  add(figure: number | null): number | undefined {
    if (figure !== null) this.#value = (this.#value ?? figure) * (1 - WEIGHT) + figure * WEIGHT;
    return this.#value;
  }
}
