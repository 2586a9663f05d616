/** Milliseconds between two progress lines in a log. */
const EVERY = 20_000;

/**
 * Shows progress: on a terminal in one line that it overwrites, elsewhere in a new line every 20 s.
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

  /** @param {string} step the present step, as the running program prints it */
  update(step) {
    const text = `${this.#what}, ${this.seconds} s: ${step.trim()}`;
    if (this.#out.isTTY) {
      this.#out.write(`\r\x1b[2K${text.slice(0, (this.#out.columns ?? 80) - 1)}`);
    } else if (performance.now() - this.#told >= EVERY) {
      this.#told = performance.now();
      this.#out.write(`${text}\n`);
    }
  }

  /** Clears the line. */
  end() {
    if (this.#out.isTTY) this.#out.write('\r\x1b[2K');
  }
}
