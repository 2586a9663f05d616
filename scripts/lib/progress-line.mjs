/** How often a log is told that something goes on. */
const EVERY = 20_000;

/**
 * Shows that something goes on: in one line that is written over on a terminal, in a line now and then elsewhere.
 *
 * @param {string} what
 * @param {{isTTY?: boolean, columns?: number, write: (text: string) => unknown}} [out]
 */
export class ProgressLine {
  #what;
  #out;
  #started = performance.now();
  #told = this.#started;

  constructor(what, out = process.stdout) {
    this.#what = what;
    this.#out = out;
  }

  get seconds() {
    return Math.round((performance.now() - this.#started) / 1000);
  }

  /** @param {string} step what is being done now, in the words of the program that does it */
  update(step) {
    const text = `${this.#what}, ${this.seconds} s: ${step.trim()}`;
    if (this.#out.isTTY) {
      this.#out.write(`\r\x1b[2K${text.slice(0, (this.#out.columns ?? 80) - 1)}`);
    } else if (performance.now() - this.#told >= EVERY) {
      this.#told = performance.now();
      this.#out.write(`${text}\n`);
    }
  }

  /** Leaves the line empty for what comes next. */
  end() {
    if (this.#out.isTTY) this.#out.write('\r\x1b[2K');
  }
}
