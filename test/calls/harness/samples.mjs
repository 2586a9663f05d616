/** The quality samples of a call and the warnings about it, as its page gets them. */
import {until} from '../../servers/index.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('../../../src/core/quality/quality-sample.js').QualitySample} QualitySample
 * @typedef {import('../../../src/core/quality/call-warning.js').CallWarning} CallWarning
 * @typedef {QualitySample & {at: number}} Sample `at` as in notices: milliseconds since the page was opened
 */

/** Long enough for a warning to begin and end; slow machines have warnings of their own. */
const TIMEOUT = 45_000;

/** Runs in the page before all other scripts. */
export function recordSamples() {
  /** @type {unknown[]} */
  const samples = [];
  Object.assign(globalThis, {samples});
  addEventListener('sip-quality', (event) => {
    samples.push({.../** @type {CustomEvent} */ (event).detail.sample, at: Math.round(performance.now())});
  });
}

/**
 * Waits until `count` samples of somebody's call match.
 * @param {Person} person
 * @param {(sample: Sample) => boolean} matches
 * @param {number} [since] only later ones count
 * @param {number} [count]
 * @returns {Promise<Sample[]>} all of them, oldest first
 */
export async function samples({user, page}, matches, since = 0, count = 1) {
  /** @type {Sample[]} */
  let all = [];
  const find = async () => {
    all = await page.evaluate(() => /** @type {any} */ (globalThis).samples);
    const found = all.filter((sample) => sample.at > since && matches(sample));
    return found.length >= count && found;
  };
  return until(find, {what: `${user}: a second of ${String(matches)}`, timeout: TIMEOUT}).catch((error) => {
    throw new Error(`${error.message}, the last was ${JSON.stringify(all.at(-1))}`, {cause: error});
  });
}

/**
 * Waits for a warning, or for the end of one.
 * @param {Person} person
 * @param {'sip-warning' | 'sip-warning-cleared'} type
 * @param {CallWarning['kind']} kind
 * @param {CallWarning['direction']} direction
 * @returns {Promise<{at: number, warning: CallWarning}>}
 */
export function warned(person, type, kind, direction) {
  const find = async () =>
    /** @type {any[]} */ (await person.notices()).find(
      (notice) => notice.type === type && notice.warning.kind === kind && notice.warning.direction === direction,
    );
  return until(find, {what: `${person.user}: ${type} ${kind} ${direction}`, timeout: TIMEOUT});
}
