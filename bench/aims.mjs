/** What is aimed at, and why it is missed where it is. */
import {medianOf, ratio} from './statistics.mjs';

/**
 * @typedef {object} Aim
 * @property {string} row
 * @property {number} most
 * @property {'ratio' | 'ms' | ''} of the ratio to the faster of the others, or our own figure
 * @property {string} [because] shown where it is missed
 */

/** A difference below this is the clock's, in milliseconds. */
const NOISE = 2;

const PATIENT =
  'An offer waits 1.5 s for what the servers should bring; less would lose a slow TURN server that lives.';
const SLOWER =
  'Answer: by 10 to 20 ms, our 200 leaves later, as answer ' +
  'and candidates are made when the microphone is open. ' +
  '180: a few milliseconds, in other runs the shorter of the three. ' +
  'Server back: an idle phone backs off, so that not all of them return at once; the others were set to a try a second.';
const NO_RECOVERY = 'Of the reload only: what is missed is one repetition of a lost handshake message, about a second.';
const MICROPHONE =
  'The click opens the microphone, and the INVITE follows that by 10 to 20 ms; candidates are there before.';

/** @type {readonly Aim[]} */
const AIMS = [
  {row: 'plain.invite', most: 0.5, of: 'ratio'},
  {row: 'plain.prewarmed.invite', most: 0.2, of: 'ratio', because: MICROPHONE},
  {row: 'plain.packet', most: 0.7, of: 'ratio'},
  {row: 'plain.prewarmed.packet', most: 0.5, of: 'ratio'},
  {row: 'dead.invite', most: 0.1, of: 'ratio', because: PATIENT},
  {row: 'dead.answer', most: 0.1, of: 'ratio', because: PATIENT},
  {row: 'dead.packet', most: 0.1, of: 'ratio', because: PATIENT},
  {row: 'second.invites', most: 1, of: ''},
  {row: 'reload.caller', most: 1500, of: 'ms', because: NO_RECOVERY},
  {row: 'reload.callee', most: 1500, of: 'ms', because: NO_RECOVERY},
];

/**
 * @param {readonly import('./statistics.mjs').Row[]} rows
 * @returns {{label: string, aim: string, found: string, met: boolean, because: string}[]} "never above 1" among them
 */
export function judge(rows) {
  const judged = AIMS.map(({row: id, most, of, because = ''}) => {
    const row = rows.find((candidate) => candidate.id === id);
    const found = row && (of === 'ratio' ? ratio(row) : medianOf(row, 'ours'));
    const complete = found !== undefined && !row?.notes?.ours;
    const met = complete && found <= most;
    return {label: row?.label ?? id, aim: show(most, of), found: show(found, of), met, because: met ? '' : because};
  });
  const slower = rows.filter(
    (row) => row.unit === 'ms' && (ratio(row) ?? 0) > 1 && medianOf(row, 'ours') * (1 - 1 / ratio(row)) > NOISE,
  );
  const found = slower.map((row) => `${row.label}: ${show(ratio(row), 'ratio')}`).join('; ') || 'nowhere';
  const met = slower.length === 0;
  return [
    ...judged,
    {label: 'slower than the faster of the two', aim: 'nowhere', found, met, because: met ? '' : SLOWER},
  ];
}

function show(value, of) {
  if (value === undefined) return 'not measured';
  if (of === 'ratio') return value.toFixed(2);
  return of ? `${Math.round(value)} ${of}` : String(value);
}
