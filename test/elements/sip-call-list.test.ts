import {expect} from '@open-wc/testing';
import type {SipCallElement} from '../../src/elements/sip-call.js';
import type {SipCallListElement} from '../../src/elements/sip-call-list.js';
import {captureWarnings, html, registeredPhone, settle} from './owners.js';

async function bench(
  content = html`<sip-call-list
    ><template
      ><sip-call class="card"><b></b></sip-call
    ></template>
    <p slot="empty">Nobody</p></sip-call-list
  >`,
) {
  const owner = await registeredPhone(content);
  const list = owner.phone.querySelector<SipCallListElement>('sip-call-list')!;
  return {
    ...owner,
    list,
    cards: () => [...list.querySelectorAll<SipCallElement>('sip-call')],
    names: () => [...list.querySelectorAll('sip-call')].map(({snapshot}) => snapshot?.remoteIdentity.name),
  };
}

describe('<sip-call-list>', () => {
  it('is empty without calls, says so, and shows what is for that', async () => {
    const {list, cards} = await bench();
    expect(cards()).to.have.length(0);
    expect(list.matches(':state(empty)')).to.equal(true);
    expect(getComputedStyle(list.querySelector('p')!).display).to.equal('block');
    expect(list.querySelector('p')!.getClientRects().length).to.equal(1);
  });

  it('repeats its template once for each call, oldest first', async () => {
    const {engine, list, names} = await bench();
    engine.ring({name: 'Ann'});
    engine.ring({name: 'Bob'});
    engine.ring({name: 'Cem'});
    await settle();
    expect(names()).to.deep.equal(['Ann', 'Bob', 'Cem']);
    expect(list.matches(':state(empty)')).to.equal(false);
    expect(list.querySelector('p')!.getClientRects().length).to.equal(0);
  });

  it('makes the copies its children, next to the template, where the style sheets of the page reach them', async () => {
    const {engine, list, cards} = await bench();
    engine.ring();
    await settle();
    expect(cards()[0]!.parentElement).to.equal(list);
    expect(cards()[0]!.previousSibling).to.equal(list.querySelector('template'));
    expect(cards()[0]!.classList.contains('card')).to.equal(true);
  });

  it('takes the copy away with its call, and leaves the others where they are', async () => {
    const {engine, phone, cards, names} = await bench();
    engine.ring({name: 'Ann'});
    engine.ring({name: 'Bob'});
    engine.ring({name: 'Cem'});
    await settle();
    const before = cards();
    const moves: MutationRecord[] = [];
    new MutationObserver((records) => moves.push(...records)).observe(before[0]!.parentElement!, {childList: true});
    engine.sessions[1]!.hangup();
    phone.calls[1]!.dismiss();
    await settle();
    expect(names()).to.deep.equal(['Ann', 'Cem']);
    expect(cards()).to.deep.equal([before[0], before[2]]);
    expect(moves).to.have.length(1);
  });

  it('keeps an ended call in its card until it is cleared away', async () => {
    const {engine, phone, cards} = await bench();
    engine.ring().hangup();
    await settle();
    expect(cards().map(({state}) => state)).to.deep.equal(['hangup']);
    phone.calls[0]!.dismiss();
    await settle();
    expect(cards()).to.have.length(0);
  });

  it('puts a call around a template that has none', async () => {
    const {engine, list} = await bench(
      html`<sip-call-list
        ><template><i>A</i><i>B</i></template></sip-call-list
      >`,
    );
    engine.ring();
    await settle();
    const call = list.querySelector('sip-call')!;
    expect([...call.children].map(({textContent}) => textContent)).to.deep.equal(['A', 'B']);
    expect(call.getAttribute('state')).to.equal('ringing');
  });

  it('finds the call deep inside a template', async () => {
    const {engine, list} = await bench(
      html`<sip-call-list
        ><template
          ><section>
            <h3></h3>
            <sip-call></sip-call></section></template
      ></sip-call-list>`,
    );
    engine.ring();
    await settle();
    expect(list.querySelector('section > sip-call')!.getAttribute('state')).to.equal('ringing');
    engine.last.hangup();
    list.querySelector('sip-call')!.call!.dismiss();
    await settle();
    expect(list.querySelector('section')).to.equal(null);
  });

  it('shows calls in the wanted states only', async () => {
    const {engine, phone, list, names} = await bench();
    list.setAttribute('only', ' active  held ');
    engine.ring({name: 'Ann'});
    engine.ring({name: 'Bob'});
    await settle();
    expect(names()).to.deep.equal([]);
    expect(list.matches(':state(empty)')).to.equal(true);
    await phone.calls[1]!.answer();
    await settle();
    expect(names()).to.deep.equal(['Bob']);
    list.removeAttribute('only');
    await settle();
    expect(names()).to.deep.equal(['Ann', 'Bob']);
  });

  it('takes a template by property, and one that comes later', async () => {
    const {messages, restore} = captureWarnings();
    const {engine, list, cards} = await bench(html`<sip-call-list></sip-call-list>`);
    engine.ring();
    await settle();
    restore();
    expect(cards()).to.have.length(0);
    expect(messages.join()).to.contain('<template>');
    const child = document.createElement('template');
    child.content.append(document.createElement('sip-call'));
    list.append(child);
    await settle();
    expect(cards()).to.have.length(1);
    const other = document.createElement('template');
    other.content.append(document.createElement('em'));
    list.template = other;
    await settle();
    expect(cards().map(({firstElementChild}) => firstElementChild?.localName)).to.deep.equal(['em']);
  });

  it('works outside its phone, by id', async () => {
    const {engine, phone, list, names} = await bench();
    phone.id = 'list-desk';
    list.setAttribute('phone', 'list-desk');
    phone.after(list);
    engine.ring({name: 'Ann'});
    await settle();
    expect(names()).to.deep.equal(['Ann']);
    list.remove();
  });

  it('keeps its cards through a move, and drops them when it leaves the phone', async () => {
    const {engine, phone, list, cards} = await bench();
    engine.ring();
    await settle();
    const [card] = cards();
    phone.prepend(list);
    await settle();
    expect(cards()[0]).to.equal(card);
    list.remove();
    phone.append(list);
    await settle();
    expect(cards()[0]).to.equal(card);
    phone.after(list);
    await settle();
    expect(cards()).to.have.length(0);
    list.remove();
  });
});
