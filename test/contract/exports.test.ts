import {expect} from '@open-wc/testing';
import {definitions, packageFile, recordDefinitions} from './declared.js';

/** Returns the source path of a published file. */
const sourceOf = (path: string) => path.replace('./dist/', '/src/').replace(/\.js$/, '.ts');

const load = async (path: string) => (await import(path)) as Record<string, unknown>;

const targets = Object.entries(packageFile.exports).map(([line, target]) => ({
  line,
  path: typeof target === 'string' ? target : target.default,
}));
const tags = [...definitions.keys()];

// A module runs once in a page, so the tests run in the order in which the entries are first imported.
const defined = recordDefinitions();

describe('the exports map', () => {
  it('has the lines of the documentation', () => {
    expect(targets.map(({line}) => line)).to.have.members([
      '.',
      './core.js',
      './sip.js',
      './media.js',
      './elements/*.js',
      './define/*.js',
      './i18n/*.js',
      './autoloader.js',
      './testing.js',
      './cdn/*',
      './theme.css',
      './custom-elements.json',
      './package.json',
    ]);
  });

  for (const {line, path} of targets.filter((target) => /^\.\/dist\/.*[^*]\.(js|css)$/.test(target.path))) {
    if (path.includes('*')) continue;
    it(`${line} has a source`, async () => {
      expect((await fetch(sourceOf(path))).status).to.equal(200);
    });
  }
});

describe('class-only entries', () => {
  const entries = targets.filter(
    ({line, path}) => !path.includes('*') && path.endsWith('.js') && line !== './autoloader.js',
  );

  // The browser loads about two hundred modules one by one; the time for that is no part of the test.
  before('the sources are loaded', async function () {
    this.timeout(60_000);
    await Promise.all(entries.map(({path}) => load(sourceOf(path))));
  });

  for (const {line, path} of entries) {
    it(`${line} registers nothing`, async () => {
      expect(Object.keys(await load(sourceOf(path)))).to.not.be.empty;
      expect(defined).to.deep.equal([]);
    });
  }

  for (const [tag, name] of definitions) {
    it(`elements/${tag}.js has ${name} and registers nothing`, async () => {
      const module = await load(`/src/elements/${tag}.ts`);
      expect(module[name]).to.be.a('function');
      expect((await load('/src/index.ts'))[name]).to.equal(module[name]);
      expect(defined).to.deep.equal([]);
    });
  }
});

describe('define modules', () => {
  for (const tag of tags) {
    it(`define/${tag}.js registers <${tag}>`, async () => {
      const present = new Set(defined);
      await load(`/src/define/${tag}.ts`);
      expect(customElements.get(tag)).to.equal((await load(`/src/elements/${tag}.ts`))[definitions.get(tag) ?? '']);
      // A module may register its own tag and those that it renders, and the rendered ones come first.
      const fresh = defined.filter((name) => !present.has(name));
      if (fresh.length > 0) expect(fresh.at(-1)).to.equal(tag);
    });
  }

  it('define/all.js has every tag', async () => {
    await load('/src/define/all.ts');
    expect(defined).to.have.members(tags);
  });

  it('can be imported when somebody else owns a tag', async () => {
    const {define} = (await load('/src/define/define.ts')) as {define: (tag: string, type: unknown) => void};
    const owner = customElements.get('sip-status');
    define('sip-status', class extends HTMLElement {});
    expect(customElements.get('sip-status')).to.equal(owner);
  });
});

describe('VERSION', () => {
  it('is the one of package.json', async () => {
    expect((await load('/src/index.ts'))['VERSION']).to.equal(packageFile.version);
  });
});
