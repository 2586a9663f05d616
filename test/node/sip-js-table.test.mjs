// For each defect of SIP.js, docs/sip-js.md names the test that shows it and the test that shows that we do not have
// it.
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

const project = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, project), 'utf8');
const page = read('docs/sip-js.md');

/** The cells of all rows, without header rows and rules. */
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!label|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, label, stock, here, tests]) => ({
    label,
    right: /^Right\b/.test(stock),
    sources: names(here, /`([\w/-]+\.ts)`/g).map((name) => `src/sip/${name}`),
    tests: names(tests, /`([\w/.-]+)`/g).map((name) => (name.includes('/') ? name : `test/sip/${name}`)),
  }));

function names(cell, pattern) {
  return [...cell.matchAll(pattern)].map(([, name]) => name);
}

/** Returns the titles of all tests of a file, each after those of its suites. */
function titles(path) {
  const open = [];
  const found = [];
  for (const match of read(path).matchAll(/^( *)(describe|it|chromium)(?:\?\.)?\(\s*(['`"])(.*?)\3,/gm)) {
    const [, indent, kind, , title] = match;
    while (open.length > 0 && open.at(-1).depth >= indent.length) open.pop();
    if (kind === 'describe') open.push({depth: indent.length, title});
    else found.push([...open.map((suite) => suite.title), title].join(' > '));
  }
  return found;
}

const isOfStock = (title) => title.includes('stock SIP.js');

function isAbout(label) {
  const name = /^A\d+$/.test(label) ? label : `list B: ${label}`;
  const follows = `${name.replace(/[.*+?^$()[\]\\{}|]/g, '\\$&')}(?=[:,]| stock| >|$)`;
  return (title) => new RegExp(`\\b${follows}`).test(title);
}

describe('docs/sip-js.md', () => {
  it('has every one of A1 to A13, and no label twice', () => {
    const labels = rows.map(({label}) => label);
    assert.deepEqual(
      labels.filter((label) => /^A\d+$/.test(label)),
      Array.from({length: 13}, (_, index) => `A${String(index + 1)}`),
    );
    assert.equal(new Set(labels).size, labels.length);
  });

  for (const {label, right, sources, tests} of rows) {
    it(`${label}: what is named there is there`, () => {
      for (const path of [...sources, ...tests]) assert.ok(existsSync(new URL(path, project)), path);
      if (tests.length === 0) return;
      const found = tests.flatMap(titles).filter(isAbout(label));
      assert.ok(
        found.some((title) => !isOfStock(title)),
        'There is no test of ours.',
      );
      assert.ok(right || found.some(isOfStock), 'There is no test of stock SIP.js.');
    });
  }

  it('misses no label that a test has', () => {
    const labels = new Set(rows.map(({label}) => label));
    const used = [...new Set(rows.flatMap(({tests}) => tests))].flatMap(titles).flatMap((title) => {
      return [...title.matchAll(/list B: (.+?)(?=[:,](?: |$)| stock| >|$)/g)].map(([, label]) => label);
    });
    assert.ok(used.length > 30);
    assert.deepEqual(
      used.filter((label) => !labels.has(label)),
      [],
    );
  });
});
