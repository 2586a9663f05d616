// The built package outside of a page: servers that render, workers, build tools.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {exportedEntries} from '../../scripts/lib/exports-map.mjs';

const defined = [];
// This registry replaces Lit's own and records what is defined.
globalThis.customElements = {
  define: (tag) => defined.push(tag),
  get: () => undefined,
  whenDefined: () => new Promise(() => {}),
};

const modules = exportedEntries().filter(({targets}) => targets.types);
const registering = ({line}) => /^\.\/(define\/|autoloader)/.test(line);

/** Returns the tags that a module defines. It runs once in a process, so only its first import shows them. */
async function tagsDefinedBy(specifier) {
  defined.length = 0;
  const module = await import(specifier);
  return {module, tags: [...defined]};
}

describe('every entry in Node', () => {
  it('has no window to start with', () => {
    for (const name of ['window', 'document', 'HTMLElement']) assert.equal(name in globalThis, false, name);
  });

  it('is there: classes, the core, engines, tags, languages', () => {
    for (const part of [
      'elements/',
      'define/',
      'i18n/',
      'core.js',
      'sip.js',
      'media.js',
      'testing.js',
      'autoloader.js',
    ]) {
      assert.ok(
        modules.some(({specifier}) => specifier.startsWith(`sip-elements/${part}`)),
        part,
      );
    }
  });

  for (const {specifier} of modules.filter((entry) => !registering(entry))) {
    it(`${specifier} imports and registers nothing`, async () => {
      const {module, tags} = await tagsDefinedBy(specifier);
      assert.deepEqual(tags, []);
      assert.ok(Object.keys(module).length > 0 || specifier.includes('/i18n/'), 'it exports something');
    });
  }

  for (const {specifier} of modules.filter(registering)) {
    it(`${specifier} imports`, async () => {
      await tagsDefinedBy(specifier);
    });
  }

  it('leaves no window behind', () => {
    for (const name of ['window', 'document']) assert.equal(name in globalThis, false, name);
  });
});

describe('a phone in Node', () => {
  it('can be made without a page', async () => {
    const {createPhone} = await import('sip-elements');
    const phone = createPhone({server: 'wss://pbx.example.com/ws', uri: 'sip:1001@example.com'});
    assert.equal(phone.store.state.connection, 'offline');
    await phone.destroy();
  });
});

describe('the version', () => {
  it('is the one that the changelog speaks of first', () => {
    const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
    const [first] = /^## \[?([^\]\s]+)/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.slice(1) ?? [];
    assert.equal(first, version);
  });
});
