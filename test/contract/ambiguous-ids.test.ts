import {expect} from '@open-wc/testing';
import '../../src/define/sip-dial-button.js';
import '../../src/define/sip-dialpad.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {captureWarnings, fixture, html, type ProbeElement, registeredPhone, settle} from '../elements/owners.js';

const place = async () => fixture<HTMLDivElement>(html`<div></div>`);

/** What the parser would make of a text. */
const parse = (parent: ParentNode, text: string, where: 'append' | 'prepend' = 'append') => {
  parent[where](...new DOMParser().parseFromString(text, 'text/html').body.childNodes);
};

const find = (root: ParentNode, selector = 'x-probe') => root.querySelector<ProbeElement>(selector)!;

/** The title of the phone that a control belongs to; `none` without one. */
const ownerOf = (root: ParentNode) => find(root).owner?.title ?? 'none';

const DESK = '<sip-phone id="desk" title="first"></sip-phone>';
const OTHER = '<sip-phone id="desk" title="second"></sip-phone>';
const PROBE = '<x-probe phone="desk"></x-probe>';

let warnings: ReturnType<typeof captureWarnings>;

beforeEach(() => {
  warnings = captureWarnings();
});
afterEach(() => {
  warnings.restore();
});

const refusals = () => warnings.messages.filter((text) => text.includes('desk'));

describe('an id that two elements of one tree have names none', () => {
  for (const [what, text] of [
    ['two phones, then the control', DESK + OTHER + PROBE],
    ['the control, then two phones', PROBE + DESK + OTHER],
    ['the control between two phones', DESK + PROBE + OTHER],
    ['a phone and something else, before', `<p id="desk"></p>${DESK}${PROBE}`],
    ['a phone and something else, after', `${DESK}<p id="desk"></p>${PROBE}`],
    ['a phone and a hidden copy', `${DESK}<div hidden>${OTHER}</div>${PROBE}`],
    ['a phone inside the other', `<sip-phone id="desk" title="first">${OTHER}</sip-phone>${PROBE}`],
    ['a form that hides its own attributes', `${DESK}<form id="desk"><input name="id"></form>${PROBE}`],
  ] as const) {
    it(what, async () => {
      const root = await place();
      parse(root, text);
      await settle();
      expect(ownerOf(root)).to.equal('none');
      expect(refusals()).to.have.length(1);
      expect(refusals()[0]).to.contain('<x-probe>').and.contain('phone="desk"').and.contain('names nothing');
    });
  }

  for (const [what, text, where] of [
    ['before', OTHER, 'prepend'],
    ['after', OTHER, 'append'],
    ['of another kind', '<p id="desk"></p>', 'prepend'],
    ['deep inside something', `<div><div>${OTHER}</div></div>`, 'prepend'],
  ] as const) {
    it(`also of a control that had found its phone, when one comes ${what}; and finds it again when that is gone`, async () => {
      const root = await place();
      parse(root, DESK + PROBE);
      await settle();
      expect(ownerOf(root)).to.equal('first');
      parse(root, text, where);
      await settle();
      expect(ownerOf(root)).to.equal('none');
      expect(refusals()).to.have.length(1);
      root[where === 'append' ? 'lastElementChild' : 'firstElementChild']!.remove();
      await settle();
      expect(ownerOf(root)).to.equal('first');
      parse(root, text, where);
      await settle();
      expect(refusals(), 'said once').to.have.length(1);
    });
  }

  it('and links again when one of them gets another id', async () => {
    const root = await place();
    parse(root, DESK + OTHER + PROBE);
    await settle();
    find(root, '[title=first]').id = 'hall';
    await settle();
    expect(ownerOf(root)).to.equal('second');
    find(root, '[title=first]').id = 'desk';
    await settle();
    expect(ownerOf(root)).to.equal('none');
  });

  it('a phone that gets the id later is found, and lost with it', async () => {
    const root = await place();
    parse(root, `${PROBE}<sip-phone title="first"></sip-phone>`);
    await settle();
    find(root, '[title=first]').id = 'desk';
    await settle();
    expect(ownerOf(root)).to.equal('first');
    find(root, '[title=first]').removeAttribute('id');
    await settle();
    expect(ownerOf(root)).to.equal('none');
    expect(refusals()).to.deep.equal([]);
  });

  it('set by script as an id likewise; an element set by script is no question', async () => {
    const root = await place();
    parse(root, `${DESK}${OTHER}<x-probe></x-probe>`);
    find(root).phone = 'desk';
    await settle();
    expect(ownerOf(root)).to.equal('none');
    find(root).phone = find(root, '[title=second]');
    await settle();
    expect(ownerOf(root)).to.equal('second');
    expect(refusals()).to.have.length(1);
  });

  it('calls likewise', async () => {
    const root = await place();
    parse(
      root,
      `<sip-phone><sip-call id="desk" title="first"></sip-call><sip-call id="desk" title="second"></sip-call></sip-phone>
       <x-probe call="desk"></x-probe>`,
    );
    await settle();
    expect(find(root).callLink.value === undefined).to.equal(true);
    find(root, '[title=first]').remove();
    await settle();
    expect(find(root).callLink.value?.element.title).to.equal('second');
    expect(refusals()[0]).to.contain('call="desk"');
  });

  it('but each shadow root has ids of its own, of which the nearest counts', async () => {
    const root = await place();
    parse(root, `${DESK}<div class="box"></div><div class="other"></div>`);
    const shadow = root.querySelector('.box')!.attachShadow({mode: 'open'});
    const other = root.querySelector('.other')!.attachShadow({mode: 'open'});
    parse(shadow, OTHER + PROBE);
    parse(other, PROBE);
    await settle();
    expect(ownerOf(shadow)).to.equal('second');
    expect(ownerOf(other)).to.equal('first');
    expect(refusals()).to.deep.equal([]);
  });

  it('and two in a shadow root are not passed over for one outside', async () => {
    const root = await place();
    parse(root, `${DESK}<div class="box"></div>`);
    const shadow = root.querySelector('.box')!.attachShadow({mode: 'open'});
    parse(shadow, OTHER + OTHER + PROBE);
    await settle();
    expect(ownerOf(shadow)).to.equal('none');
    for (const phone of shadow.querySelectorAll('sip-phone')) phone.remove();
    await settle();
    expect(ownerOf(shadow)).to.equal('first');
  });

  for (const id of ['1', 'a b', 'a"b', 'a\\', 'a:b.c#d', ']', 'ä'])
    it(`whatever is written in it: ${id}`, async () => {
      const root = await place();
      const probe = document.createElement('x-probe');
      probe.setAttribute('phone', id);
      const phones = [1, 2].map(() => Object.assign(document.createElement('sip-phone'), {id}));
      root.append(probe, phones[0]!);
      await settle();
      expect(find(root).owner === phones[0]).to.equal(true);
      root.append(phones[1]!);
      await settle();
      expect(ownerOf(root)).to.equal('none');
    });

  it('and the case of letters counts', async () => {
    const root = await place();
    parse(root, `${DESK}<sip-phone id="Desk" title="second"></sip-phone>${PROBE}`);
    await settle();
    expect(ownerOf(root)).to.equal('first');
  });
});

describe('two phones of one id', () => {
  it('make no call for the button that names them', async () => {
    const {phone, engine} = await registeredPhone();
    phone.id = 'desk';
    const root = await place();
    parse(root, `${OTHER}<sip-dial-button phone="desk" target="sip:bob@example.com"></sip-dial-button>`);
    await settle();
    const button = root.querySelector('sip-dial-button')!;
    button.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(engine.sessions).to.have.length(0);
    root.querySelector<SipPhoneElement>('[title=second]')!.remove();
    await settle();
    button.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(engine.sessions).to.have.length(1);
  });

  it('two fields of one id get no digit', async () => {
    const root = await place();
    parse(root, '<input id="desk"><input id="desk"><sip-dialpad into="desk"></sip-dialpad>');
    await settle();
    const key = root.querySelector('sip-dialpad')!.shadowRoot!.querySelector<HTMLElement>('[data-key="5"]')!;
    key.click();
    expect([...root.querySelectorAll('input')].map(({value}) => value)).to.deep.equal(['', '']);
    expect(refusals().some((text) => text.includes('into="desk"'))).to.equal(true);
    root.querySelector('input')!.remove();
    key.click();
    expect(root.querySelector('input')!.value).to.equal('5');
  });
});
