// Named elements of a page hide members of its document and its forms (HTML, sections 3.1.4 and 4.10.3): `<img name=baseURI>`.
import {expect} from '@open-wc/testing';
import {html, render} from 'lit';
import {observe} from '../../src/autoloader.js';
import '../../src/define/all.js';
import {languageOf} from '../../src/controllers/localize-controller.js';
import {findCredentials} from '../../src/owners/phone/phone-credentials.js';
import {saveFile} from '../../src/elements/save-file.js';
import {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {AutoplayGate} from '../../src/media/autoplay-gate.js';
import {blackTrack} from '../../src/media/black.js';
import {onWake} from '../../src/sip/transport/wake-signals.js';
import {ownerBench, settle, until} from '../elements/owners.js';

/** Members of the document that Lit itself uses when it renders; we cannot change that. */
const OF_LIT = new Set(['createComment', 'createElement', 'createTextNode', 'createTreeWalker', 'importNode']);

function membersOf(object: object): string[] {
  const names = new Set<string>();
  for (let type = Object.getPrototypeOf(object) as object | null; type; type = Object.getPrototypeOf(type) as object) {
    for (const name of Object.getOwnPropertyNames(type)) names.add(name);
    if (type === EventTarget.prototype) break;
  }
  names.delete('constructor');
  return [...names];
}

/** Makes an element for each of these names. */
function named(names: readonly string[], tag = 'img'): HTMLElement[] {
  return names.map((name) => {
    const element = document.createElement(tag);
    element.setAttribute('name', name);
    return element;
  });
}

let place: HTMLElement;
let page: HTMLElement;

/** Adds elements that hide every member of the document. */
function clobber(names: readonly string[], tags = ['img']): void {
  place.append(...tags.flatMap((tag) => named(names, tag)));
}

beforeEach(() => {
  place = document.createElement('div');
  place.hidden = true;
  page = document.createElement('div');
  document.body.append(place, page);
});

afterEach(async () => {
  // This comes first, so that the document's members are visible again.
  place.remove();
  page.remove();
  await settle();
});

const ALL = membersOf(document).filter((name) => !OF_LIT.has(name));

/** Adds new places to the page. */
function within(parent: HTMLElement, count: number): HTMLElement[] {
  const places = Array.from({length: count}, () => document.createElement('div'));
  parent.append(...places);
  return places;
}

/** Makes a registered phone in the page, with the page's own content. */
async function phoneIn(parent: HTMLElement, content = html``) {
  const bench = ownerBench();
  render(
    html`<sip-phone id="desk" server="wss://pbx.example.com" uri="sip:1001@example.com" .ports=${bench.ports}
      >${content}</sip-phone
    >`,
    parent,
  );
  const phone = parent.querySelector('sip-phone')!;
  await until(phone, () => phone.status === 'registered');
  return {...bench, phone};
}

/** Returns a part of an element's shadow root, or of those inside it. */
function deep(root: ParentNode, selector: string): HTMLElement {
  const find = (from: ParentNode): HTMLElement | null => {
    const found = from.querySelector<HTMLElement>(selector);
    if (found) return found;
    for (const {shadowRoot} of from.querySelectorAll('*')) {
      const inner = shadowRoot && find(shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const found = find(root);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

async function useFace(phone: SipPhoneElement, engine: ReturnType<typeof ownerBench>['engine'], root: ParentNode) {
  engine.ring({name: 'Bob'});
  await settle();
  expect(phone.calls).to.have.length(1);
  deep(root, 'sip-answer-button').shadowRoot!.querySelector('button')!.click();
  await settle();
  expect(phone.calls[0]!.state).to.equal('active');
  deep(root, 'sip-mute-button').shadowRoot!.querySelector('button')!.click();
  await settle();
  expect(phone.calls[0]!.snapshot.muted.audio).to.equal(true);
  deep(root, 'sip-hangup-button').shadowRoot!.querySelector('button')!.click();
  await settle();
  expect(phone.calls.every(({state}) => state !== 'active')).to.equal(true);
}

describe('a page whose elements are called as members of its document', () => {
  for (const [what, tags] of [
    ['one of each name', ['img']],
    ['two of each name', ['img', 'form']],
    ['frames and plugins', ['object', 'embed']],
  ] as const) {
    it(`has a telephone with its own face: ${what}`, async () => {
      clobber(ALL, [...tags]);
      expect(document.baseURI, 'hidden').to.not.be.a('string');
      const {phone, engine} = await phoneIn(page);
      await settle();
      await useFace(phone, engine, phone.shadowRoot!);
      Object.assign(deep(phone.shadowRoot!, 'sip-dial-field'), {value: '2002'});
      await settle();
      deep(phone.shadowRoot!, 'sip-dial-button').shadowRoot!.querySelector('button')!.click();
      await settle();
      expect(engine.log).to.include('invite sip:2002@example.com');
    });

    it(`has a telephone with a face of the page, and controls elsewhere: ${what}`, async () => {
      clobber(ALL, [...tags]);
      const [controls, owner] = within(page, 2);
      render(
        html`<sip-dial-field id="number" phone="desk" value="3003"></sip-dial-field>
          <sip-dial-button phone="desk" from="number"></sip-dial-button>
          <sip-hangup-button phone="desk"></sip-hangup-button>
          <sip-dialpad phone="desk" for="number"></sip-dialpad>`,
        controls!,
      );
      const content = html`<sip-call-list
        ><template
          ><sip-call
            ><sip-caller></sip-caller><sip-answer-button></sip-answer-button><sip-mute-button></sip-mute-button
            ><sip-hangup-button></sip-hangup-button></sip-call></template
      ></sip-call-list>`;
      const {phone, engine} = await phoneIn(owner!, content);
      await settle();
      page.querySelector('sip-dial-button')!.shadowRoot!.querySelector('button')!.click();
      await settle();
      expect(engine.log).to.include('invite sip:3003@example.com');
      page.querySelector('sip-hangup-button')!.shadowRoot!.querySelector('button')!.click();
      await settle();
      expect(phone.calls.filter(({state}) => state === 'trying' || state === 'requesting')).to.deep.equal([]);
      for (const call of phone.calls) call.dismiss();
      await settle();
      await useFace(phone, engine, phone);
    });
  }

  it('has a telephone that fetches its credentials', async () => {
    const {fetch} = globalThis;
    const asked: string[] = [];
    globalThis.fetch = (url) => {
      asked.push(String(url instanceof Request ? url.url : url));
      return Promise.resolve(Response.json({password: 'secret'}));
    };
    try {
      const phone = new SipPhoneElement();
      phone.server = `ws://${location.hostname}/sip`;
      phone.credentialsUrl = '/sip-credentials';
      clobber(ALL);
      expect(await findCredentials(phone, {reason: 'first'} as never)).to.deep.include({password: 'secret'});
      expect(asked).to.deep.equal([`${location.origin}/sip-credentials`]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('has sound, black pictures, files and news of the network', async () => {
    // These functions do not use Lit.
    clobber(membersOf(document));
    const track = blackTrack();
    expect(track.kind).to.equal('video');
    track.stop();
    const saved = new Promise<string>((resolve) => {
      page.addEventListener('click', (event) => {
        event.preventDefault();
        resolve('clicked');
      });
    });
    page.click();
    expect(await saved).to.equal('clicked');
    expect(() => {
      saveFile(new Blob(['x']), 'x.txt');
    }).to.not.throw();
    const gate = new AutoplayGate();
    let retried = 0;
    gate.hold(gate, () => {
      retried += 1;
      return Promise.resolve();
    });
    page.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
    expect(retried).to.equal(1);
    gate.destroy();
    const over = new AbortController();
    const woken: unknown[] = [];
    onWake((throttled) => woken.push(throttled), over.signal);
    globalThis.dispatchEvent(new Event('online'));
    EventTarget.prototype.dispatchEvent.call(document, new Event('resume'));
    EventTarget.prototype.dispatchEvent.call(document, new Event('visibilitychange'));
    over.abort();
    expect(woken).to.deep.equal([false, false, true]);
  });
});

describe('a form whose fields are called as its members', () => {
  it('has a telephone in it', async () => {
    const form = document.createElement('form');
    form.lang = 'de';
    page.append(form);
    const inside = document.createElement('div');
    const field = Object.assign(document.createElement('sip-dial-field'), {value: '4004'});
    // All in one call, because afterwards the form's own members are hidden.
    form.append(inside, field, ...named(membersOf(form), 'input'));
    expect(languageOf(inside)).to.equal('de');
    observe(form)();
    const {phone, engine} = await phoneIn(inside);
    await settle();
    await useFace(phone, engine, phone.shadowRoot!);
    const submitted: Event[] = [];
    page.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted.push(event);
    });
    const input = field.shadowRoot!.querySelector('input')!;
    input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true, cancelable: true}));
    expect(submitted).to.have.length(1);
  });

  it('is content of a telephone, and no name of an owner', async () => {
    const form = Object.assign(document.createElement('form'), {id: 'odd'});
    const button = document.createElement('sip-hangup-button');
    button.setAttribute('phone', 'odd');
    form.append(...named(['dispatchEvent', 'slot', 'getElementById'], 'input'));
    const [aside, owner] = within(page, 2);
    aside!.append(form, button);
    await settle();
    expect(button.matches(':state(unlinked)')).to.equal(true);
    const {phone} = await phoneIn(owner!, html`<form><input name="slot" aria-label="slot" /></form>`);
    await settle();
    expect(phone.shadowRoot!.querySelector('sip-softphone'), 'a face of its own').to.equal(null);
  });
});
