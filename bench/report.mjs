/** The results as Markdown, for the terminal and for RESULTS.md. */
import {judge} from './aims.mjs';
import {LIBRARIES, NAMES} from './phones/pages.mjs';
import {medianOf, ratio} from './statistics.mjs';

/**
 * @param {object} results
 * @param {readonly string[]} results.surroundings
 * @param {readonly import('./statistics.mjs').Row[]} results.rows
 * @param {readonly {label: string, raw: number, gzip: number, brotli: number}[]} results.sizes
 * @returns {string}
 */
export function report({surroundings, rows, sizes}) {
  return [
    '# Results',
    'Written by `npm run bench`; how to read it: [README](README.md).',
    surroundings.map((line) => `- ${line}`).join('\n'),
    '## Medians',
    table(
      ['', ...LIBRARIES.map((library) => NAMES[library]), 'ratio'],
      rows.map((row) => [row.label, ...LIBRARIES.map((library) => cell(row, library)), ratio(row)?.toFixed(2) ?? '']),
    ),
    '## Bytes',
    table(
      ['', 'minified', 'gzip', 'brotli'],
      sizes.map(({label, ...bytes}) => [label, ...Object.values(bytes).map(kilobytes)]),
    ),
    '## Aims',
    table(
      ['', 'aim', 'found', 'met', 'why not'],
      judge(rows).map(({label, aim, found, met, because}) => [label, aim, found, met ? 'yes' : 'no', because]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** @param {import('./statistics.mjs').Row} row */
function cell(row, library) {
  const value = medianOf(row, library);
  const note = row.notes?.[library];
  if (value === undefined) return note ?? '';
  const digits = value < 100 && !Number.isInteger(value) ? 1 : 0;
  const figure = [value.toFixed(digits), row.unit].filter(Boolean).join(' ');
  return note ? `${figure} (${note})` : figure;
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Aligned, as the formatter would have it. */
function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
