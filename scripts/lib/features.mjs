/** The rows of the product's list. Each must be there once. */
const IDS = `S0.1 S0.2 S0.3 S0.4 S0.5 S0.6
S1.1-2 S1.3-5 S1.6-8 S1.10 S1.11-12 S1.13 S1.14 S1.15 S1.16 S1.17 S1.18 S1.19-21 S1.30-35 S1.36-38 S1.39-42 S1.50
S2.1 S2.2-4 S2.5 S2.6 S2.7
S3.1 S3.2-5 S3.6 S3.7-9 S3.10 S3.11 S3.12 S3.13-14 S3.15-18 S3.19 S3.20
S4.1-2 S4.3-4 S4.5-6 S4.7-13 S4.14-16 S4.17
D.1-4 D.5 D.6 D.7 D.8 D.9
F.1 F.2 F.3 F.4 F.5 F.6 F.7 F.8 F.9 F.10 F.11 F.12 F.13 F.14 F.15 F.16 F.17 F.18`.split(/\s/);
/** The rows that may not say "not yet". The other rows come later. */
const DUE = /^(?:S|D\.|F\.(?:6|7|9|10|11)$)/;
/** A row may name this command instead of a test. */
const COMMAND = 'npm run verify';

/**
 * Returns what is wrong with the table of features.
 *
 * @param {string} page the text of docs/features.md
 * @param {(path: string) => string | undefined} read the text of a file, or of all test files of a folder
 * @returns {string[]}
 */
export function featureProblems(page, read) {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:id|-+) /.test(line))
    .map((line) => ({line, cells: line.split(/(?<!\\)\|/).map((cell) => cell.trim())}));
  const ids = rows.map(({cells}) => cells[1]);
  const wrong = IDS.filter((id) => ids.filter((other) => other === id).length !== 1);
  return [
    ...wrong.map((id) => `${id}: ${ids.includes(id) ? 'there more than once' : 'there is no row'}`),
    ...ids.filter((id) => !IDS.includes(id)).map((id) => `${id}: no such row in the product's list`),
    ...rows.flatMap((row) => rowProblems(row, read).map((problem) => `${row.cells[1]}: ${problem}`)),
  ];
}

function rowProblems({line, cells}, read) {
  const [, id, , , tests = ''] = cells;
  if (cells.length !== 6) return ['a row has four cells'];
  if (line.includes('not yet') && DUE.test(id)) return ['"not yet"'];
  const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  if (names.length === 0 && tests !== 'not yet') return ['it names no test'];
  return names
    .filter((name) => name !== COMMAND)
    .flatMap((name) => {
      const text = read(name);
      if (text === undefined) return [`${name} is not there`];
      return /\b(?:it|test|scenario|chromium|firefox)\??\.?\(/.test(text) ? [] : [`${name} has no test`];
    });
}
