import type {CallLine} from '../call/call-line.js';

/** Holds and resumes calls one after the other, and can undo all of that. */
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

  /** Undoes the last step first. A step that fails to undo stays, and has reported its error itself. */
  async undo(): Promise<void> {
    for (const back of this.#undo.splice(0).reverse()) await back().catch(() => undefined);
  }
}
