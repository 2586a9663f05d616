/** Bad, good, or neither: between the thresholds, or not known at the moment. */
export type Verdict = 'bad' | 'good' | undefined;

/** Changes its mind only when things have been otherwise for a while. Times are in milliseconds. */
export class Hysteresis {
  #raised = false;
  /** Since when it has been otherwise. */
  #since: number | undefined;

  get raised(): boolean {
    return this.#raised;
  }

  /** @param raiseAfter - How long things must be bad. @param clearAfter - How long they must be good again. */
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

/** How much of a new figure there is in the smoothed one: with one a second, it follows in about five. */
const WEIGHT = 0.2;

/** A figure without its jumps; what is not known leaves it as it is. */
export class Smoothed {
  #value: number | undefined;

  add(figure: number | null): number | undefined {
    if (figure !== null) this.#value = (this.#value ?? figure) * (1 - WEIGHT) + figure * WEIGHT;
    return this.#value;
  }
}
