// The check of docs/features.md finds faults in it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {featureProblems} from '../../scripts/lib/features.mjs';

const page = readFileSync(new URL('../../docs/features.md', import.meta.url), 'utf8');
const row = (id) => page.split('\n').find((line) => line.startsWith(`| ${id} |`));
const read = () => "it('works', () => {});";

/** Returns only the problems that a change of the page adds. */
function added(changed, look = read) {
  const before = featureProblems(page, look);
  return featureProblems(changed, look).filter((problem) => !before.includes(problem));
}

describe('the table of features', () => {
  it('has all rows, once', () => {
    assert.deepEqual(featureProblems(page, read), []);
  });

  it('that lost one', () => {
    assert.deepEqual(added(page.replace(`${row('S2.5')}\n`, '')), ['S2.5: there is no row']);
  });

  it('that has one twice', () => {
    assert.deepEqual(added(page.replace(row('F.3'), `${row('F.3')}\n${row('F.3')}`)), ['F.3: there more than once']);
  });

  it('that has one of its own', () => {
    assert.match(
      added(page.replace(row('F.3'), `${row('F.3')}\n| F.99 | a | b | \`c\` |`)).join(),
      /^F\.99: no such row/,
    );
  });

  it('that names a file which is not there, or has no tests', () => {
    const changed = page.replace(row('S0.5'), '| S0.5 | a | b | `test/gone.test.ts`, `test/empty.test.ts` |');
    const files = (path) => (path.includes('gone') ? undefined : path.includes('empty') ? '' : read());
    assert.deepEqual(added(changed, files), [
      'S0.5: test/gone.test.ts is not there',
      'S0.5: test/empty.test.ts has no test',
    ]);
  });

  it('that says "not yet" where something is due, and where not', () => {
    const due = page.replace(row('S0.5'), '| S0.5 | a | b: not yet | `c` |');
    assert.deepEqual(added(due), ['S0.5: "not yet"']);
    const later = page.replace(row('F.12'), '| F.12 | a | not yet | not yet |');
    assert.deepEqual(added(later), []);
  });
});
