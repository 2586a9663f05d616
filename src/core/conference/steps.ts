interface Step {
  readonly back: () => Promise<void>;
}

/** Things done one after the other, all of which can be taken back. */
export class Steps {
  readonly #done: Step[] = [];

  async take(work: () => Promise<void>, back: () => Promise<void>): Promise<void> {
    await work();
    this.#done.push({back});
  }

  /** The last one first. What does not want to be taken back stays, and has said so itself. */
  async undo(): Promise<void> {
    for (const {back} of this.#done.splice(0).reverse()) await back().catch(() => undefined);
  }
}
