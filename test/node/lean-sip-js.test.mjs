// What the bundles change in SIP.js, against SIP.js as it comes.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {parseAst} from 'rollup/parseAst';
import {denseCss, denseMarkup} from '../../scripts/lib/dense-templates.mjs';
import {withoutSteps} from '../../scripts/lib/lean-sip-js.mjs';

const SIP_JS = new URL('../../node_modules/sip.js/lib/', import.meta.url);
const read = (part) => readFileSync(new URL(part, SIP_JS), 'utf8');

test('without its steps, SIP.js still compiles, and warns', () => {
  const code = read('api/session.js');
  const result = withoutSteps(code, parseAst(code));
  parseAst(result);
  assert.doesNotMatch(result, /\.logger\.(log|debug)\(/);
  assert.equal(result.match(/\.logger\.(warn|error)\(/g).length, code.match(/\.logger\.(warn|error)\(/g).length);
});

test('style sheets and markup lose only what means nothing', () => {
  assert.equal(
    denseCss(`
      /* x */
      :host([a]) b:not(.c) > d,
      e :hover { font: 1px/1.5 'A  ; B', c; width: calc(1px + 2px); }
    `).trim(),
    ":host([a]) b:not(.c) > d,e :hover{font:1px/1.5 'A  ; B',c;width:calc(1px + 2px)}",
  );
  assert.equal(denseMarkup('<a\n  b="c"\n>\n  d <i />\n</a>'), '<a b="c" > d <i /> </a>');
});
