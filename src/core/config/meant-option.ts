import {OPTION_NAMES, OPTIONS} from './options.js';

/**
 * What somebody meant who wrote the name of an option that there is not: another case, its attribute, the `no-` of markup,
 * a slip of the finger. Undefined if nothing is near.
 */
export function meantOption(written: string): string | undefined {
  const name = plain(written);
  const off = OPTION_NAMES.find((option) => OPTIONS[option].default === true && `no${plain(option)}` === name);
  if (off) return `${off}: false`;
  const slips = Math.max(1, Math.floor(name.length / 4));
  return (
    OPTION_NAMES.find((option) => plain(option) === name) ??
    OPTION_NAMES.find((option) => distance(plain(option), name) <= slips)
  );
}

function plain(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

/** How many letters one has to add, drop or change to make the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({length: other.length + 1}, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [at, its] of Array.from(other).entries()) {
      const [corner = 0, above = 0] = row.slice(at, at + 2);
      next.push(Math.min(above + 1, (next[at] ?? 0) + 1, corner + Number(letter !== its)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
