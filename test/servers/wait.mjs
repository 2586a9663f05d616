/** Waiting for a condition: bounded, and with words for what did not come. */
import {setTimeout as pause} from 'node:timers/promises';

/** Milliseconds between two questions: a tenth of what was waited already, as each question costs computing too. */
const SHORTEST = 40;
const LONGEST = 200;

/**
 * Asks again and again until the answer is truthy.
 * @template T
 * @param {() => T | Promise<T>} question one that throws counts as "not yet"
 * @param {{what: string, timeout?: number, signal?: AbortSignal}} options `signal` gives up early, with its reason
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(question, {what, timeout = 10_000, signal}) {
  const start = Date.now();
  const deadline = start + timeout;
  /** @type {unknown} */
  let problem;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const answer = await question();
      if (answer) return answer;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await pause(Math.min(LONGEST, Math.max(SHORTEST, (Date.now() - start) / 10)));
  }
  const because = problem instanceof Error ? ` (${problem.message})` : '';
  throw new Error(`${what}: not within ${timeout / 1000} s${because}`, {cause: problem});
}
