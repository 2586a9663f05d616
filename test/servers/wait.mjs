/** Waits for a condition with a time limit; the error names what did not come. */
import {setTimeout as pause} from 'node:timers/promises';

/**
 * Limits of the pause between two questions, in milliseconds. The pause is a tenth of the time waited, because each
 * question costs CPU time.
 */
const SHORTEST = 40;
const LONGEST = 200;

/**
 * Repeats a question until the answer is truthy.
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
