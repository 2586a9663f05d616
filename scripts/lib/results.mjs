/** Counts and collects the results of tests of all runners. */
export class Results {
  passed = 0;
  skipped = 0;
  /** @type {{name: string, text: string}[]} */
  failures = [];
  /** @type {Map<string, number>} */
  #skips = new Map();

  pass(count = 1) {
    this.passed += count;
  }

  /**
   * @param {string} name
   * @param {string} text all details
   */
  fail(name, text) {
    this.failures.push({name, text});
  }

  /**
   * @param {string} why
   * @param {number} [count]
   */
  skip(why, count = 1) {
    this.skipped += count;
    this.#skips.set(why, (this.#skips.get(why) ?? 0) + count);
  }

  /** Prints the failures, then the skipped tests, then the line with the counts, which other programs read. */
  print() {
    for (const {name, text} of this.failures)
      console.log(`\nFAILED ${name}\n${text.trimEnd().replace(/^(?=.)/gm, '  ')}`);
    if (this.#skips.size > 0) console.log('');
    for (const [why, count] of this.#skips) console.log(`skipped ${count}: ${why}`);
    console.log(`\n${this.passed} passed, ${this.failures.length} failed, ${this.skipped} skipped`);
  }
}
