import {expect} from '@open-wc/testing';
import type {SipCallElement} from '../../src/elements/sip-call.js';
import {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {fixture, html, ProbeElement, settle, task} from '../elements/owners.js';

let count = 0;

/** A tag name that nobody has defined yet. */
const freshTag = (stem: string) => `${stem}-${String(++count)}`;

const place = async () => fixture<HTMLDivElement>(html`<div></div>`);

/** What the parser would make of a text. */
const parse = (parent: ParentNode, text: string) => {
  parent.append(...new DOMParser().parseFromString(text, 'text/html').body.childNodes);
};

const find = (root: ParentNode, selector = 'x-probe') => root.querySelector<ProbeElement>(selector)!;
const findPhone = (root: ParentNode) => root.querySelector<SipPhoneElement>('sip-phone')!;
const findCall = (root: ParentNode, selector: string) => root.querySelector<SipCallElement>(selector)!;

/** Chai would print both elements with all that hangs on them. */
const same = (actual: unknown, expected: unknown) => {
  const label = (value: unknown) => (value instanceof Element ? `<${value.localName} id="${value.id}">` : typeof value);
  expect(actual === expected, `${label(actual)} instead of ${label(expected)}`).to.equal(true);
};

describe('a control finds its phone', () => {
  it('when both are parsed together', async () => {
    const root = await place();
    parse(root, '<sip-phone><x-probe></x-probe></sip-phone>');
    same(find(root).owner, find(root, 'sip-phone'));
  });

  it('when the phone was there first', async () => {
    const root = await place();
    parse(root, '<sip-phone></sip-phone>');
    find(root, 'sip-phone').append(document.createElement('x-probe'));
    same(find(root).owner, find(root, 'sip-phone'));
  });

  it('when the control was there first and is put into a phone', async () => {
    const root = await place();
    parse(root, '<x-probe></x-probe><sip-phone></sip-phone>');
    same(find(root).owner, undefined);
    find(root, 'sip-phone').append(find(root));
    same(find(root).owner, find(root, 'sip-phone'));
  });

  it('when the phone is defined after the control', async () => {
    const tag = freshTag('late-phone');
    const root = await place();
    parse(root, `<${tag}><x-probe></x-probe></${tag}>`);
    same(find(root).owner, undefined);
    customElements.define(tag, class extends SipPhoneElement {});
    await settle();
    same(find(root).owner, find(root, tag));
  });

  it('when the control is defined after the phone', async () => {
    const tag = freshTag('late-probe');
    const root = await place();
    parse(root, `<sip-phone><${tag}></${tag}></sip-phone>`);
    customElements.define(tag, class extends ProbeElement {});
    same(find(root, tag).owner, find(root, 'sip-phone'));
  });

  it('when the phone that encloses it is defined inside another one', async () => {
    const tag = freshTag('inner-phone');
    const root = await place();
    parse(root, `<sip-phone><${tag}><x-probe></x-probe></${tag}></sip-phone>`);
    same(find(root).owner, find(root, 'sip-phone'));
    customElements.define(tag, class extends SipPhoneElement {});
    await settle();
    same(find(root).owner, find(root, tag));
  });

  it('in a shadow root inside the phone', async () => {
    const root = await place();
    parse(root, '<sip-phone><div></div></sip-phone>');
    const shadow = find(root, 'sip-phone > div').attachShadow({mode: 'closed'});
    shadow.append(document.createElement('x-probe'));
    same(find(shadow).owner, find(root, 'sip-phone'));
  });

  it('by id, wherever the control is', async () => {
    const root = await place();
    parse(root, '<x-probe phone="desk"></x-probe><sip-phone id="desk"></sip-phone>');
    await settle();
    same(find(root).owner, find(root, '#desk'));
  });

  it('by id, when the phone comes much later', async () => {
    const root = await place();
    parse(root, '<x-probe phone="desk"></x-probe>');
    await settle();
    parse(root, '<sip-phone id="other"></sip-phone>');
    await settle();
    same(find(root).owner, undefined);
    parse(root, '<sip-phone id="desk"></sip-phone>');
    await settle();
    same(find(root).owner, find(root, '#desk'));
  });

  it('by id, when the phone is defined last', async () => {
    const tag = freshTag('named-phone');
    const root = await place();
    parse(root, `<x-probe phone="desk"></x-probe><${tag} id="desk"></${tag}>`);
    await settle();
    customElements.define(tag, class extends SipPhoneElement {});
    await settle();
    same(find(root).owner, find(root, '#desk'));
  });

  it('by id rather than by nesting', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><sip-phone id="hall"><x-probe phone="desk"></x-probe></sip-phone>');
    same(find(root).owner, find(root, '#desk'));
  });

  it('by id, and keeps it when another phone comes up inside that one', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><sip-phone id="hall"><x-probe phone="desk"></x-probe></sip-phone>');
    find(root, '#desk').append(document.createElement('sip-phone'));
    await settle();
    same(find(root).owner, find(root, '#desk'));
  });

  it('by an id of the document, from inside a shadow root', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><div id="box"></div>');
    const shadow = find(root, '#box').attachShadow({mode: 'open'});
    parse(shadow, '<x-probe phone="desk"></x-probe>');
    same(find(shadow).owner, find(root, '#desk'));
  });

  it('by an id of its own shadow root first', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><div id="box"></div>');
    const shadow = find(root, '#box').attachShadow({mode: 'open'});
    parse(shadow, '<sip-phone id="desk"></sip-phone><x-probe phone="desk"></x-probe>');
    same(find(shadow).owner, find(shadow, '#desk'));
  });

  it('set by script, which beats id and nesting', async () => {
    const root = await place();
    parse(
      root,
      `<sip-phone id="desk"></sip-phone><sip-phone id="hall"></sip-phone>
       <sip-phone id="car"><x-probe phone="desk"></x-probe></sip-phone>`,
    );
    find(root).phone = find(root, '#hall');
    same(find(root).owner, find(root, '#hall'));
    find(root).phone = null;
    same(find(root).owner, find(root, '#desk'));
  });
});

describe('a control follows changes', () => {
  it('of the attribute', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><sip-phone id="hall"><x-probe phone="desk"></x-probe></sip-phone>');
    find(root).removeAttribute('phone');
    await find(root).updateComplete;
    same(find(root).owner, find(root, '#hall'));
    find(root).setAttribute('phone', 'desk');
    await find(root).updateComplete;
    same(find(root).owner, find(root, '#desk'));
    find(root).setAttribute('phone', 'nowhere');
    await find(root).updateComplete;
    same(find(root).owner, undefined);
  });

  it('of its own place', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"><x-probe></x-probe></sip-phone><sip-phone id="hall"></sip-phone>');
    const probe = find(root);
    find(root, '#hall').append(probe);
    same(probe.owner, find(root, '#hall'));
    root.append(probe);
    same(probe.owner, undefined);
  });

  it('and lets go when it is removed', async () => {
    const root = await place();
    parse(root, '<sip-phone><x-probe></x-probe></sip-phone>');
    const probe = find(root);
    probe.remove();
    same(probe.owner, undefined);
    same(probe.told.at(-1), undefined);
  });

  it('not when the phone only moves', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><x-probe phone="desk"></x-probe><p></p>');
    const before = find(root).told.length;
    find(root, 'p').append(find(root, '#desk'));
    await settle();
    expect(find(root).told.length).to.equal(before);
    same(find(root).owner, find(root, '#desk'));
  });

  it('is told that its phone was removed, and finds it again when it is put back', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><x-probe phone="desk"></x-probe>');
    const phone = find(root, '#desk');
    phone.remove();
    same(find(root).owner, undefined);
    await task();
    root.append(phone);
    await settle();
    same(find(root).owner, phone);
  });

  it('takes another phone of the same id when its own is gone', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><x-probe phone="desk"></x-probe>');
    find(root, '#desk').remove();
    parse(root, '<sip-phone id="desk" title="new"></sip-phone>');
    await settle();
    same(find(root).owner, find(root, '[title=new]'));
  });

  it('gets the same link for as long as the phone element lives', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk"></sip-phone><x-probe phone="desk"></x-probe>');
    const link = find(root).phoneLink.value;
    const phone = find(root, '#desk');
    phone.remove();
    await task();
    root.append(phone);
    await settle();
    same(find(root).phoneLink.value, link);
  });
});

describe('a call element', () => {
  it('finds its phone by nesting, by id and by script', async () => {
    const root = await place();
    parse(
      root,
      `<sip-phone id="desk" server="wss://pbx.example.com" connect="manual"><sip-call id="inside"></sip-call></sip-phone>
       <sip-call id="outside" phone="desk"></sip-call><sip-call id="script"></sip-call>`,
    );
    const phone = findPhone(root);
    findCall(root, '#script').phone = phone;
    await settle();
    const call = phone.createCall('sip:bob@example.com', {});
    await settle();
    phone.select(call.id);
    await settle();
    for (const id of ['inside', 'outside', 'script']) {
      same(findCall(root, `#${id}`).call, call);
    }
  });

  it('takes the id of a phone as a property too, as frameworks set it', async () => {
    const root = await place();
    parse(root, '<sip-phone id="desk" server="wss://pbx.example.com" connect="manual"></sip-phone>');
    const element = document.createElement('sip-call');
    element.phone = 'desk';
    root.append(element);
    await settle();
    const call = findPhone(root).createCall('sip:bob@example.com', {});
    await settle();
    same(element.call, call);
  });

  it('lends itself to the controls inside, and by id to others', async () => {
    const root = await place();
    parse(root, '<sip-phone><sip-call id="c1"><x-probe></x-probe></sip-call></sip-phone><x-probe call="c1"></x-probe>');
    await settle();
    for (const probe of root.querySelectorAll<ProbeElement>('x-probe')) {
      same(probe.callLink.value?.element, find(root, '#c1'));
    }
  });
});
