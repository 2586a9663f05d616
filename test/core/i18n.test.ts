import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import {LocalizeController, directionOf, languageOf, localizeTerm} from '../../src/controllers/localize-controller.js';
import {CALL_PHASES, type CallPhase} from '../../src/core/call/call-machine.js';
import type {CallDirection, CallState} from '../../src/core/call/call-state.js';
import type {RegistrationPhase} from '../../src/core/phone/connection-machine.js';
import type {CallEnd, EndCause} from '../../src/core/call/end-reason.js';
import type {SipErrorCode} from '../../src/core/errors.js';
import type {PhoneStatus} from '../../src/core/phone/phone-state.js';
import {callTerm, endTerm} from '../../src/i18n/call-terms.js';
import {de} from '../../src/i18n/de.js';
import {durationInWords} from '../../src/i18n/duration.js';
import {en} from '../../src/i18n/en.js';
import {he} from '../../src/i18n/he.js';
import {
  registerTranslation,
  termOf,
  translationFor,
  translations,
  type TermKey,
  type Translation,
} from '../../src/i18n/translations.js';

// These functions do not compile if the translations lack a word of the core.
export const coverage = {
  end: (cause: EndCause): TermKey => `end.${cause}`,
  error: (code: SipErrorCode): TermKey => `error.${code}`,
  status: (status: PhoneStatus): TermKey => `status.${status}`,
  registration: (phase: RegistrationPhase): TermKey => `registration.${phase}`,
  state: (direction: CallDirection, phase: CallPhase): TermKey => `state.${direction}.${phase}`,
  call: (call: CallState): TermKey => callTerm(call),
  ended: (end: CallEnd): TermKey => endTerm(end, 'inbound'),
};

class WordElement extends LitElement {
  readonly localize = new LocalizeController(this);
  renders = 0;

  protected override render() {
    this.renders += 1;
    return html`<b dir=${this.localize.dir}>${this.localize.term('call.answer')}</b><slot></slot>`;
  }
}

class FrameElement extends LitElement {
  protected override render() {
    return html`<div><test-i18n-word></test-i18n-word></div>`;
  }
}

customElements.define('test-i18n-word', WordElement);
customElements.define('test-i18n-frame', FrameElement);

const HEBREW = /[\u0590-\u05ff]/;

async function word(root: ParentNode): Promise<WordElement> {
  const element = root.querySelector<WordElement>('test-i18n-word')!;
  await element.updateComplete;
  return element;
}

const shown = (element: Element) => element.shadowRoot!.querySelector('b')!.textContent;

/** Mutation observers report in a microtask; Lit renders in the next one. */
async function settled(element: LitElement): Promise<void> {
  await new Promise<void>((resolve) => {
    queueMicrotask(resolve);
  });
  await element.updateComplete;
}

describe('translations', () => {
  for (const translation of [en, de, he] as readonly Translation[]) {
    describe(translation.$name, () => {
      it('has a text for every key of English and no others', () => {
        expect(Object.keys(translation).sort()).to.deep.equal(Object.keys(en).sort());
        for (const [key, term] of Object.entries(translation)) {
          if (typeof term === 'string') expect(term.trim(), key).to.not.equal('');
          else expect(term, key).to.be.a('function');
        }
      });

      it('puts values into its texts', () => {
        expect(termOf(translation, 'call.incoming', 'Bob')).to.include('Bob');
        expect(termOf(translation, 'call.with', 'Bob')).to.include('Bob');
        expect(termOf(translation, 'calls.count', 7)).to.include('7');
        expect(termOf(translation, 'dialpad.key', '2', 'ABC')).to.equal('2 ABC');
        expect(termOf(translation, 'dialpad.key', '5', '')).to.equal('5');
        expect(termOf(translation, 'dialpad.key', '#', '')).to.match(/^\p{L}+$/u);
        expect(termOf(translation, 'call.duration', 61)).to.equal(durationInWords(translation.$code, 61));
      });

      it('tells one from many', () => {
        const counts = [1, 2, 3].map((count) => termOf(translation, 'calls.count', count));
        expect(new Set(counts).size).to.equal(3);
        expect(counts[0]).to.not.equal(counts[2]!.replace('3', '1'));
      });
    });
  }

  it('are translated: no sentence of another language is left as it is in English', () => {
    for (const key of Object.keys(en) as TermKey[]) {
      if (key.startsWith('$') || typeof en[key] !== 'string') continue;
      expect(he[key], key).to.match(HEBREW);
      expect(de[key], key).to.not.equal(en[key]);
    }
  });

  it('know their direction', () => {
    expect([en.$dir, de.$dir, he.$dir]).to.deep.equal(['ltr', 'ltr', 'rtl']);
  });

  it('say a time in words, without units that are zero', () => {
    expect(durationInWords('en', 0)).to.equal('0 seconds');
    expect(durationInWords('en', 61.9)).to.equal('1 minute, 1 second');
    expect(durationInWords('en', 3600)).to.equal('1 hour');
    expect(durationInWords('de', 125)).to.equal('2 Minuten, 5 Sekunden');
    expect(durationInWords('he', 120)).to.match(HEBREW);
  });

  it('fall back from the region to the language to English', () => {
    expect(translationFor('de-AT').$code).to.equal('de');
    expect(translationFor('DE').$code).to.equal('de');
    expect(translationFor('he_IL').$code).to.equal('he');
    expect(translationFor('xx-Latn-YY').$code).to.equal('en');
    expect(translationFor('').$code).to.equal('en');
  });

  it('may be incomplete if plain JavaScript brings them: the rest is English', () => {
    registerTranslation({$code: 'x-part', $name: 'Part', $dir: 'ltr', 'call.answer': 'Hoi'} as unknown as Translation);
    const part = translationFor('x-part');
    expect(termOf(part, 'call.answer')).to.equal('Hoi');
    expect(termOf(part, 'call.decline')).to.equal(en['call.decline']);
    expect(translations()).to.include(part);
  });
});

describe('the term for a call', () => {
  const call = (change: object) => ({
    direction: 'outbound' as const,
    state: 'active' as CallPhase,
    remoteRinging: false,
    held: {local: false, remote: false},
    end: null,
    ...change,
  });

  it('exists for every phase in both directions', () => {
    for (const state of CALL_PHASES) {
      for (const direction of ['inbound', 'outbound'] as const) {
        expect(termOf(en, callTerm(call({state, direction}))))
          .to.be.a('string')
          .and.not.equal('');
      }
    }
  });

  it('says who holds it', () => {
    const state = 'held';
    expect(callTerm(call({state, held: {local: true, remote: false}}))).to.equal('state.held-local');
    expect(callTerm(call({held: {local: false, remote: true}}))).to.equal('state.held-remote');
    expect(callTerm(call({state, held: {local: true, remote: true}}))).to.equal('state.held-both');
  });

  it('says that it rings at the other side, for as long as it does', () => {
    expect(callTerm(call({state: 'trying'}))).to.equal('state.outbound.trying');
    expect(callTerm(call({state: 'trying', remoteRinging: true}))).to.equal('state.remote-ringing');
    expect(callTerm(call({state: 'active', remoteRinging: true}))).to.equal('state.outbound.active');
  });

  it('tells the end as this side lived it', () => {
    expect(endTerm({by: 'remote', cause: 'busy'}, 'outbound')).to.equal('end.busy');
    expect(endTerm({by: 'local', cause: 'busy'}, 'inbound')).to.equal('end.you-declined');
    expect(endTerm({by: 'local', cause: 'canceled'}, 'outbound')).to.equal('end.canceled');
    expect(endTerm({by: 'remote', cause: 'canceled'}, 'inbound')).to.equal('end.missed');
    expect(endTerm({by: 'local', cause: 'hangup'}, 'inbound')).to.equal('end.hangup');
    expect(endTerm({by: 'remote', cause: 'hangup'}, 'inbound')).to.equal('end.remote-hangup');
    expect(callTerm(call({state: 'hangup', end: {by: 'remote', cause: 'busy'}}))).to.equal('end.busy');
  });
});

describe('LocalizeController', () => {
  const page = document.documentElement;
  const before = {lang: page.getAttribute('lang'), dir: page.getAttribute('dir')};

  afterEach(() => {
    for (const name of ['lang', 'dir'] as const) {
      const value = before[name];
      if (value === null) page.removeAttribute(name);
      else page.setAttribute(name, value);
    }
  });

  it('takes the language of the nearest ancestor, the host included', async () => {
    const root = await fixture(
      html`<div lang="he">
        <p lang="de"><test-i18n-word></test-i18n-word></p>
      </div>`,
    );
    const element = await word(root);
    expect(shown(element)).to.equal(de['call.answer']);
    element.lang = 'en';
    await settled(element);
    expect(shown(element)).to.equal(en['call.answer']);
  });

  it('follows the language of the page, and of ancestors, while they change', async () => {
    const root = await fixture(html`<div><test-i18n-word></test-i18n-word></div>`);
    const element = await word(root);
    page.lang = 'de';
    await settled(element);
    expect(shown(element)).to.equal(de['call.answer']);
    root.setAttribute('lang', 'he');
    await settled(element);
    expect(shown(element)).to.equal(he['call.answer']);
    root.removeAttribute('lang');
    await settled(element);
    expect(shown(element)).to.equal(de['call.answer']);
  });

  it('looks and listens through shadow roots', async () => {
    const frame = await fixture<FrameElement>(html`<test-i18n-frame lang="de"></test-i18n-frame>`);
    const element = await word(frame.shadowRoot!);
    expect(shown(element)).to.equal(de['call.answer']);
    frame.lang = 'en';
    await settled(element);
    expect(shown(element)).to.equal(en['call.answer']);
    frame.shadowRoot!.querySelector('div')!.lang = 'he';
    await settled(element);
    expect(shown(element)).to.equal(he['call.answer']);
  });

  it('resolves again after a move to another place', async () => {
    const root = await fixture(
      html`<div>
        <p lang="de"><test-i18n-word></test-i18n-word></p>
        <p lang="he"></p>
      </div>`,
    );
    const element = await word(root);
    root.querySelector('[lang=he]')!.append(element);
    await settled(element);
    expect(shown(element)).to.equal(he['call.answer']);
  });

  it('renders nothing anew where the language did not change', async () => {
    const root = await fixture(html`<div lang="de"><test-i18n-word></test-i18n-word></div>`);
    const element = await word(root);
    const {renders} = element;
    page.lang = 'he';
    root.setAttribute('lang', 'de');
    await settled(element);
    expect(element.renders).to.equal(renders);
  });

  it('stops listening with its host', async () => {
    const root = await fixture(html`<div lang="de"><test-i18n-word></test-i18n-word></div>`);
    const element = await word(root);
    element.remove();
    root.setAttribute('lang', 'he');
    page.lang = 'he';
    await settled(element);
    expect(shown(element)).to.equal(de['call.answer']);
  });

  it('takes over a language that is registered later', async () => {
    const root = await fixture(html`<div lang="x-late"><test-i18n-word></test-i18n-word></div>`);
    const element = await word(root);
    expect(shown(element)).to.equal(en['call.answer']);
    registerTranslation({...en, $code: 'x-late', $dir: 'rtl', 'call.answer': 'Late'});
    await settled(element);
    expect(shown(element)).to.equal('Late');
    expect(element.localize.dir).to.equal('rtl');
  });

  it('writes from right to left where the words do, unless the page says otherwise as near by', async () => {
    const root = await fixture(
      html`<div dir="ltr">
        <p lang="he"><test-i18n-word></test-i18n-word></p>
      </div>`,
    );
    const element = await word(root);
    expect(element.shadowRoot!.querySelector('b')!.dir).to.equal('rtl');
    root.firstElementChild!.setAttribute('dir', 'ltr');
    await settled(element);
    expect(element.shadowRoot!.querySelector('b')!.dir).to.equal('ltr');
    root.firstElementChild!.setAttribute('lang', 'en');
    root.firstElementChild!.setAttribute('dir', 'RTL');
    await settled(element);
    expect(element.shadowRoot!.querySelector('b')!.dir).to.equal('rtl');
  });

  it('follows dir="auto" as the browser resolves it', async () => {
    const root = await fixture(html`<p dir="auto">שלום<test-i18n-word></test-i18n-word></p>`);
    expect((await word(root)).localize.dir).to.equal('rtl');
  });

  it('has functions for code that is no element', async () => {
    const root = await fixture(html`<div lang="de-CH"><i></i></div>`);
    const inner = root.querySelector('i')!;
    expect(languageOf(inner)).to.equal('de-CH');
    expect(directionOf(inner)).to.equal('ltr');
    expect(localizeTerm(inner, 'call.with', 'Bob')).to.equal('Gespräch mit Bob');
  });

  it('follows one element that stays while others come and go', async () => {
    const root = await fixture(html`<div lang="de"><test-i18n-word></test-i18n-word></div>`);
    const element = await word(root);
    for (let count = 0; count < 50; count += 1) {
      const other = document.createElement('test-i18n-frame');
      root.append(other);
      other.remove();
    }
    root.setAttribute('lang', 'he');
    await settled(element);
    expect(shown(element)).to.equal(he['call.answer']);
  });
});
