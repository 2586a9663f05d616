// No regular expression takes more than linear time: otherwise one message could freeze a page or the demo's server.
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {inputsFor, regularExpressions, sourceFiles} from './regular-expressions.mjs';
import {steepest} from './steepness.mjs';

const files = [...sourceFiles('src'), ...sourceFiles('demo/server')].map((path) => ({
  path,
  ...regularExpressions(path),
}));

describe('every regular expression', () => {
  for (const {path, patterns} of files.filter((file) => file.patterns.length > 0)) {
    it(`of ${path}`, () => {
      const steep = patterns.flatMap((pattern) => {
        const read = (text) => (pattern.global ? text.replace(pattern, '') : pattern.test(text));
        const found = steepest(read, inputsFor(pattern));
        return found === undefined ? [] : `${pattern}: ${found}`;
      });
      assert.deepEqual(steep, []);
    });
  }

  it('can be read in the source, so that it can be tried', () => {
    const unreadable = files.flatMap(({path, dynamic}) => dynamic.map((text) => `${path}: ${text}`));
    // This one is the attribute `pattern` of a field, which the page writes.
    assert.deepEqual(unreadable, ["src/elements/dial-validity.ts: new RegExp(`^(?:${pattern})$`, 'v')"]);
  });
});
