// The changes that the build makes to SIP.js, compared with the original.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {parseAst} from 'rollup/parseAst';
import {denseCss, denseMarkup, denseTemplates} from '../../scripts/lib/dense-templates.mjs';
import {leanSipJs} from '../../scripts/lib/lean-sip-js.mjs';
import {sipJsCore} from '../../scripts/lib/sip-js-core.mjs';
import {PROJECT} from './snippets.mjs';

const SIP_JS = new URL('../../node_modules/sip.js/lib/', import.meta.url);
const read = (part) => readFileSync(new URL(part, SIP_JS), 'utf8');
const parts = readdirSync(SIP_JS, {recursive: true})
  .map((part) => part.replaceAll('\\', '/'))
  .filter((part) => part.endsWith('.js'));
const count = (code, pattern) => code.match(pattern)?.length ?? 0;

/** Returns a file of SIP.js as the package contains it. */
function lean(part) {
  const {load, transform} = leanSipJs();
  const id = `/node_modules/sip.js/lib/${part}`;
  return load(id) ?? transform.call({parse: parseAst}, read(part), id).code;
}

test('every part of SIP.js still compiles', () => {
  assert.ok(parts.length > 100);
  for (const part of parts) parseAst(lean(part));
});

test('without its steps and fixed texts, SIP.js still passes on what it is told', () => {
  const [before, after] = [read('api/registerer.js'), lean('api/registerer.js')];
  assert.equal(count(after, /\.logger\.(log|debug)\(/g), 0);
  assert.ok(count(before, /throw new Error\(["`]/g) > 5);
  assert.equal(count(after, /throw new Error\(["`](?!This build)/g), 0);
  assert.equal(count(after, /\.logger\.(warn|error)\(error/g), count(before, /\.logger\.(warn|error)\(error/g));
});

test('sentences for developers are gone, and what is sent is as it was', () => {
  const dialog = lean('core/dialogs/session-dialog.js');
  assert.match(read('core/dialogs/session-dialog.js'), /RFC 5407 suggests/);
  assert.doesNotMatch(dialog, /RFC 5407 suggests|received re-INVITE while|Error\("UAS MUST/);
  assert.match(lean('core/user-agents/user-agent-server.js'), /throw new TransactionStateError\(\)/);
  const transaction = lean('core/transactions/transaction.js');
  assert.match(transaction, /logTransportError\(error, message\) \{\s*this\.logger\.error\(error\.message\);\s*\}/);
  const wire = /\n {4}toString\(\) \{[^]*?\n {4}\}\n/;
  for (const part of ['core/messages/outgoing-request-message.js', 'core/messages/incoming-message.js']) {
    assert.equal(wire.exec(lean(part))[0], wire.exec(read(part))[0]);
  }
});

test('what SIP.js does is as it was', () => {
  const dialog = lean('core/dialogs/session-dialog.js');
  assert.match(dialog, /\n {8}return new ReferUserAgentClient\(this, delegate, options\);\n/);
  const phrases = /^ {4}\d{3}: "[^"]+",?$/gm;
  assert.ok(count(lean('core/messages/utils.js'), phrases) > 60);
  assert.equal(count(lean('core/messages/utils.js'), phrases), count(read('core/messages/utils.js'), phrases));
});

test('methods that ours replace are there without what they did', () => {
  const guard = /\n {4}authenticationGuard\(message, dialog\) (.*)\n/;
  assert.equal(guard.exec(lean('core/user-agents/user-agent-client.js'))[1], '{return true;}');
  const uri = lean('grammar/uri.js');
  assert.match(uri, /\n {4}_toString\(uri\) \{throw new Error\(/);
  assert.match(uri, /\n {4}toString\(\) \{\n {8}return this\._toString\(this\._normal\);\n/);
  const changed = {parse: () => parseAst('class URI {}')};
  assert.throws(
    () => leanSipJs().transform.call(changed, 'class URI {}', '/node_modules/sip.js/lib/grammar/uri.js'),
    /SIP\.js has changed/,
  );
});

test('the module of the package exports what ours imports, and neither grammar nor subscriptions', async () => {
  const core = await sipJsCore(PROJECT);
  assert.equal(readFileSync(join(PROJECT, 'dist/sip/sip-js.js'), 'utf8'), core);
  assert.match(core, /^\/\*! SIP\.js 0\.21\.2, .*Junction Networks/);
  assert.doesNotMatch(core, /^import |peg\$|class SubscriptionDialog|class LoggerFactory/m);
  const {SessionDialog, UserAgentCore} = await import('../../dist/sip/sip-js.js');
  // What `call.session` can be used for.
  for (const method of ['bye', 'info', 'invite', 'message', 'notify', 'prack', 'refer']) {
    assert.equal(typeof SessionDialog.prototype[method], 'function', method);
  }
  assert.throws(() => UserAgentCore.prototype.subscribe({}), /This build of SIP\.js is without it/);
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

test('templates get dense, and every line of code keeps its number', () => {
  const code = [
    'const a = css`',
    '  :host { color: red; }',
    '  ${shared}',
    '  b { margin: 0; }',
    '`;',
    'const b = () => html`<p',
    '  class=${kind}>${inner(html`<i>',
    '  x</i>`)}</p>`;',
    'const text = `',
    '  stays`;',
    'last();',
  ];
  const dense = denseTemplates(code.join('\n')).split('\n');
  parseAst(dense.join('\n'));
  assert.equal(dense.length, code.length);
  assert.match(dense[0], /^const a = css` ?:host\{color:red\} ?\$\{$/);
  for (const [line, has] of [
    [2, 'shared'],
    [6, 'kind'],
    [6, 'inner'],
    [9, '  stays'],
    [10, 'last();'],
  ]) {
    assert.ok(dense[line].includes(has), `line ${line + 1}: ${dense[line]}`);
  }
});
