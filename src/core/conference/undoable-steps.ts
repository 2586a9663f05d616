import type {CallLine} from '../call/call-line.js';

/** Calls held and taken back one after the other, all of which can be undone. */
export class UndoableSteps {
  readonly #undo: (() => Promise<void>)[] = [];

  async hold(lines: readonly CallLine[]): Promise<void> {
    for (const {call} of lines) {
      await call.hold();
      this.#undo.push(() => call.unhold());
    }
  }

  async unhold(lines: readonly CallLine[]): Promise<void> {
    for (const {call} of lines) {
      await call.unhold();
      this.#undo.push(() => call.hold());
    }
  }

  /** The last one first. What does not want to be taken back stays, and has said so itself. */
  async undo(): Promise<void> {
    for (const back of this.#undo.splice(0).reverse()) await back().catch(() => undefined);
  }
}
