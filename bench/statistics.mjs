/** Medians and ratios. */

/**
 * @typedef {import('./phones/pages.mjs').Library} Library
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} label
 * @property {string} unit
 * @property {Partial<Record<Library, number[]>>} values one for each round
 * @property {Partial<Record<Library, string>>} [notes] what to say beside the median, or instead of one
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {Row} row
 * @param {Library} library
 * @returns {number | undefined}
 */
export function medianOf({values}, library) {
  const own = values[library] ?? [];
  return own.length > 0 ? median(own) : undefined;
}

/**
 * Ours to the better of the two others; less is better.
 * @param {Row} row
 * @returns {number | undefined}
 */
export function ratio(row) {
  const ours = medianOf(row, 'ours');
  const others = [medianOf(row, 'simpleUser'), medianOf(row, 'jssip')].filter((value) => value !== undefined);
  const best = Math.min(...others);
  return ours === undefined || others.length === 0 || best === 0 ? undefined : ours / best;
}
