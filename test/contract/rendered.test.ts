import {expect} from '@open-wc/testing';
import type {CSSResult, LitElement} from 'lit';
import type {SipCallElement} from '../../src/elements/sip-call.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import type * as Testing from '../../src/testing/index.js';
import {fixture, html, task} from '../elements/owners.js';
import {definitions} from './declared.js';

type BlankPage = Window &
  typeof globalThis & {
    readonly load: <T>(path: string) => Promise<T>;
    readonly tagsOf: (tag: string) => Promise<{readonly classOnly: string[]; readonly defined: string[]}>;
  };

/** What an owner shows that is left empty; fetched only then. */
const FACES: ReadonlyMap<string, string> = new Map([
  ['sip-phone', 'sip-softphone'],
  ['sip-call', 'sip-call-card'],
]);

/** What elements show in a call only. It is fetched before one can come in, or while nobody waits. */
const TALKING = [
  'sip-call-menu',
  'sip-camera-button',
  'sip-hold-button',
  'sip-mute-button',
  'sip-quality',
  'sip-video',
];
const LATER: ReadonlyMap<string, readonly string[]> = new Map([
  ['sip-softphone', ['sip-audio-level', 'sip-call', 'sip-call-card', 'sip-device-select']],
  ['sip-call-card', TALKING],
]);

interface Later {
  readonly loadAnswering?: () => Promise<unknown>;
  readonly loadTalking?: () => Promise<unknown>;
}

/** A page that knows no element yet. */
async function blankPage() {
  const frame = await fixture<HTMLIFrameElement>(
    html`<iframe src="/test/contract/blank.html" style="inline-size: 600px; block-size: 900px"></iframe>`,
  );
  if (frame.contentDocument?.readyState !== 'complete' || frame.contentWindow?.location.href === 'about:blank') {
    await new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  }
  const page = frame.contentWindow as BlankPage;
  const said: string[] = [];
  // The runner would wait for ever for what a page said that is gone.
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    page.console[level] = (...args: unknown[]) => said.push(args.join(' '));
  }
  const add = (markup: string) => {
    // With a parser of that page: elements keep the classes of the page that made them.
    page.document.body.append(...new page.DOMParser().parseFromString(markup, 'text/html').body.childNodes);
    return page.document.querySelector<SipPhoneElement>('body > :last-child')!;
  };
  /** A phone that is called, with SIP and media that are fake. */
  const called = async (markup: string) => {
    const {FakeEngine, FakeMedia} = await page.load<typeof Testing>('/src/testing/index.ts');
    const engine = new FakeEngine();
    const phone = add(markup);
    phone.ports = {engine: engine.factory, media: new FakeMedia().factory};
    phone.server = 'wss://pbx.example.com';
    phone.uri = 'sip:1001@example.com';
    await phone.start();
    engine.ring({name: 'Bob'});
    return phone;
  };
  return {page, said, add, called};
}

/** The tags that the source of an element writes, whatever it takes for them to be rendered. */
async function writtenBy(tag: string): Promise<Set<string>> {
  const source = await (await fetch(`/src/elements/${tag}.ts`)).text();
  const code = source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  return new Set([...code.matchAll(/(?:<|create(?:Element)?\(["'])(sip-[a-z-]+)/g)].map(([, name]) => name ?? ''));
}

/** What stays unknown to the browser, through all shadow roots. */
function unknown(root: ParentNode): string[] {
  const elements = [...root.querySelectorAll('*')];
  return elements.flatMap((element) => [
    ...(element.matches(':not(:defined)') ? [element.localName] : []),
    ...(element.shadowRoot ? unknown(element.shadowRoot) : []),
  ]);
}

afterEach(() => {
  // A page that is taken away while a call rings in it would leave the call to itself.
  for (const {contentDocument} of document.querySelectorAll('iframe')) contentDocument?.body.replaceChildren();
});

describe('a define module alone', () => {
  it('belongs to elements that write tags: the sources can be read', async () => {
    expect([...(await writtenBy('sip-softphone'))]).to.include.members(['sip-status', 'sip-call-card']);
  });

  for (const tag of definitions.keys()) {
    it(`define/${tag}.js registers all that <${tag}> renders`, async () => {
      const written = [...(await writtenBy(tag))];
      if (written.length === 0) return;
      const {page} = await blankPage();
      const {defined} = await page.tagsOf(tag);
      const missing = () => written.filter((name) => !defined.includes(name));
      expect(missing()).to.have.members(FACES.has(tag) ? [FACES.get(tag)] : (LATER.get(tag) ?? []));
      if (!LATER.has(tag)) return;
      const later = page.customElements.get(tag) as Later;
      await later.loadAnswering?.();
      await later.loadTalking?.();
      expect(missing()).to.deep.equal([]);
    });
  }
});

describe('define/sip-phone.js alone', () => {
  it('shows a telephone', async () => {
    const {page, said, add} = await blankPage();
    await page.load('/src/define/sip-phone.ts');
    const phone = add('<sip-phone></sip-phone>');
    await page.customElements.whenDefined('sip-softphone');
    await phone.updateComplete;
    expect(phone.getBoundingClientRect().height).to.be.greaterThan(300);
    expect(unknown(phone.shadowRoot!)).to.deep.equal([]);
    expect(said.filter((text) => !text.startsWith('Lit is in dev mode'))).to.deep.equal([]);
  });

  it('shows a telephone that was there before it', async () => {
    const {page, add} = await blankPage();
    const phone = add('<sip-phone>\n  <!-- nothing -->\n</sip-phone>');
    await page.load('/src/define/sip-phone.ts');
    await page.customElements.whenDefined('sip-softphone');
    await phone.updateComplete;
    expect(phone.getBoundingClientRect().height).to.be.greaterThan(300);
  });

  it('fetches no face for a page that has its own, until that is taken away', async () => {
    const {page, add, called} = await blankPage();
    await page.load('/src/define/sip-phone.ts');
    await called('<sip-phone><p>my face</p></sip-phone>');
    add('<sip-phone><p>my other face</p></sip-phone>');
    expect(page.customElements.get('sip-softphone')).to.equal(undefined);
    expect(page.performance.getEntriesByName(`${location.origin}/src/define/sip-softphone.ts`)).to.deep.equal([]);
    page.document.querySelector('sip-phone')!.replaceChildren();
    await page.customElements.whenDefined('sip-softphone');
  });

  it('shows the calls', async () => {
    const {page, called} = await blankPage();
    await page.load('/src/define/sip-phone.ts');
    const phone = await called('<sip-phone></sip-phone>');
    await page.customElements.whenDefined('sip-softphone');
    await phone.updateComplete;
    const list = phone.shadowRoot!.querySelector('sip-softphone')!.shadowRoot!.querySelector('sip-call-list')!;
    await list.updateComplete;
    expect(list.querySelector('sip-call')?.state).to.equal('ringing');
    expect(unknown(phone.shadowRoot!)).to.deep.equal([]);
  });
});

describe('define/sip-call.js alone', () => {
  it('shows a card for a call', async () => {
    const {page, called} = await blankPage();
    await page.load('/src/define/sip-call.ts');
    await page.load('/src/define/sip-phone.ts');
    const phone = await called('<sip-phone><sip-call></sip-call></sip-phone>');
    await page.customElements.whenDefined('sip-call-card');
    const call = phone.querySelector<SipCallElement>('sip-call')!;
    await call.updateComplete;
    expect(call.getBoundingClientRect().height).to.be.greaterThan(50);
    expect(unknown(call.shadowRoot!)).to.deep.equal([]);
    expect(page.customElements.get('sip-softphone')).to.equal(undefined);
  });

  it('fetches no card for a page that has its own', async () => {
    const {page, called} = await blankPage();
    await page.load('/src/define/sip-call.ts');
    await page.load('/src/define/sip-phone.ts');
    const phone = await called('<sip-phone><sip-call><p>my card</p></sip-call></sip-phone>');
    const call = phone.querySelector<SipCallElement>('sip-call')!;
    await call.updateComplete;
    expect(call.state).to.equal('ringing');
    expect(page.customElements.get('sip-call-card')).to.equal(undefined);
  });
});

describe('define/sip-call-list.js alone', () => {
  for (const [what, template] of Object.entries({
    'a template without a call': '<p>somebody</p>',
    'a template with an empty call': '<sip-call></sip-call>',
  })) {
    it(`shows each call by ${what}`, async () => {
      const {page, called} = await blankPage();
      await page.load('/src/define/sip-phone.ts');
      await page.load('/src/define/sip-call-list.ts');
      const phone = await called(
        `<sip-phone><sip-call-list><template>${template}</template></sip-call-list></sip-phone>`,
      );
      await page.customElements.whenDefined('sip-call');
      if (template.includes('sip-call')) await page.customElements.whenDefined('sip-call-card');
      const list = phone.querySelector('sip-call-list')!;
      const shown = () => list.querySelector<SipCallElement>('sip-call');
      while (!shown()) await task();
      await shown()!.updateComplete;
      expect(list.getBoundingClientRect().height).to.be.greaterThan(10);
      expect(unknown(phone)).to.deep.equal([]);
    });
  }
});

describe('a class alone, registered by the page', () => {
  it('shows what the page registers later', async () => {
    const {page, add} = await blankPage();
    const {SipPhoneElement: base} = await page.load<{SipPhoneElement: typeof SipPhoneElement}>(
      '/src/elements/sip-phone.ts',
    );
    page.customElements.define('x-phone', class extends base {});
    const phone = add('<x-phone></x-phone>');
    await phone.updateComplete;
    expect(page.customElements.get('sip-softphone')).to.equal(undefined);
    await page.load('/src/define/sip-softphone.ts');
    await phone.updateComplete;
    expect(phone.getBoundingClientRect().height).to.be.greaterThan(300);
  });
});

describe('an element whose width is asked for by container queries', () => {
  it('has a frame that knows a width without them', async () => {
    await import('../../src/define/all.js');
    const {frameStyles} = await import('../../src/styles/frame.styles.js');
    const asked = [...definitions.keys()].filter((tag) => {
      const sheets = (customElements.get(tag) as typeof LitElement).elementStyles.filter(
        (sheet) => sheet !== frameStyles,
      );
      return sheets.some((sheet) => /container-type|contain:/.test((sheet as CSSResult).cssText));
    });
    expect(asked).to.deep.equal([]);
  });
});
