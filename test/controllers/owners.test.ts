import {ContextConsumer} from '@lit/context';
import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import {phoneContext} from '../../src/controllers/contexts.js';
import {LifetimeController} from '../../src/controllers/lifetime-controller.js';
import {SwitchStore} from '../../src/owners/phone/switch-store.js';
import {TruthAttributes} from '../../src/owners/truth-attributes.js';
import {createStore} from '../../src/core/store.js';
import {settle, task} from '../elements/owners.js';

describe('a store that can be switched', () => {
  const fail = (error: unknown) => {
    throw error;
  };

  it('shows the store behind it at once, and tells of its changes', async () => {
    const first = createStore({value: 1});
    const store = new SwitchStore(first, fail);
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.state.value));
    first.patch({value: 2});
    expect(store.state.value).to.equal(2);
    await Promise.resolve();
    expect(seen).to.deep.equal([2]);
  });

  it('tells of a switch, and no longer of the store before', async () => {
    const first = createStore({value: 1});
    const second = createStore({value: 10});
    const store = new SwitchStore(first, fail);
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.state.value));
    store.use(second);
    await Promise.resolve();
    first.patch({value: 2});
    second.patch({value: 11});
    await Promise.resolve();
    expect(seen).to.deep.equal([10, 11]);
  });

  it('ends a subscription by function and by signal', async () => {
    const first = createStore({value: 1});
    const store = new SwitchStore(first, fail);
    const abort = new AbortController();
    let told = 0;
    const stop = store.subscribe(() => told++);
    store.subscribe(() => told++, {signal: abort.signal});
    store.subscribe(() => told++, {signal: AbortSignal.abort()});
    stop();
    abort.abort();
    first.patch({value: 2});
    await Promise.resolve();
    expect(told).to.equal(0);
  });

  it('goes on after a subscriber that throws', async () => {
    const first = createStore({value: 1});
    const errors: unknown[] = [];
    const store = new SwitchStore(first, (error) => errors.push(error));
    let told = 0;
    store.subscribe(() => {
      throw new Error('broken');
    });
    store.subscribe(() => told++);
    first.patch({value: 2});
    await Promise.resolve();
    expect(told).to.equal(1);
    expect(errors).to.have.length(1);
  });
});

describe('a lifetime', () => {
  class MortalElement extends LitElement {
    readonly log: string[] = [];
    keep = false;
    signal: AbortSignal | undefined;
    readonly lifetime = new LifetimeController(this, {
      begin: (signal) => {
        this.signal = signal;
        this.log.push('begin');
      },
      end: () => this.log.push('end'),
      keep: () => this.keep,
    });
  }
  customElements.define('x-mortal', MortalElement);

  const mortal = () => fixture<MortalElement>(html`<x-mortal></x-mortal>`);

  it('begins in the document and ends one task after it was left', async () => {
    const element = await mortal();
    element.remove();
    expect(element.log).to.deep.equal(['begin']);
    await task();
    expect(element.log).to.deep.equal(['begin', 'end']);
    expect(element.signal!.aborted).to.equal(true);
    expect(element.lifetime.alive).to.equal(false);
  });

  it('is not touched by a move, however often', async () => {
    const element = await mortal();
    const parent = element.parentElement!;
    for (let move = 0; move < 5; move++) parent.append(element);
    element.remove();
    parent.append(element);
    await settle();
    expect(element.log).to.deep.equal(['begin']);
    expect(element.signal!.aborted).to.equal(false);
  });

  it('begins anew with another signal', async () => {
    const element = await mortal();
    const {signal, parentElement} = element;
    element.remove();
    await task();
    parentElement!.append(element);
    expect(element.log).to.deep.equal(['begin', 'end', 'begin']);
    expect(element.signal).not.to.equal(signal);
    expect(element.signal!.aborted).to.equal(false);
  });

  it('goes on outside the document for who wants that', async () => {
    const element = await mortal();
    element.keep = true;
    element.remove();
    await settle();
    expect(element.lifetime.alive).to.equal(true);
    element.lifetime.end();
    element.lifetime.end();
    expect(element.log).to.deep.equal(['begin', 'end']);
  });
});

describe('a face for want of children', () => {
  it('is not made while the children are still being parsed', async () => {
    Object.defineProperty(document, 'readyState', {value: 'loading', configurable: true});
    const phone = document.createElement('sip-phone');
    const faces: Element[] = [];
    const holder = await fixture(html`<div></div>`);
    holder.append(phone);
    new MutationObserver(() => faces.push(...phone.shadowRoot!.querySelectorAll('sip-softphone'))).observe(
      phone.shadowRoot!,
      {childList: true, subtree: true},
    );
    await Promise.resolve();
    phone.append(document.createElement('p'));
    await settle();
    expect(faces).to.have.length(0);
    phone.replaceChildren();
    await settle();
    Reflect.deleteProperty(document, 'readyState');
    expect(faces).to.have.length(1);
  });
});

describe('attributes that say what is', () => {
  it('are written, taken away, and put right', () => {
    const element = document.createElement('div');
    const truth = new TruthAttributes(element, {status: null});
    truth.set({status: 'ready'});
    expect(element.getAttribute('status')).to.equal('ready');
    element.setAttribute('status', 'lie');
    truth.restore('status');
    truth.restore('title');
    expect(element.getAttribute('status')).to.equal('ready');
    truth.set({status: null});
    expect(element.hasAttribute('status')).to.equal(false);
  });
});

describe('the context protocol', () => {
  class ForeignElement extends LitElement {
    readonly consumer = new ContextConsumer(this, {context: phoneContext, subscribe: true});
  }
  customElements.define('x-foreign', ForeignElement);

  it('is spoken with elements of others too', async () => {
    const phone = await fixture(html`<sip-phone><x-foreign></x-foreign></sip-phone>`);
    const foreign = phone.querySelector<ForeignElement>('x-foreign')!;
    expect(foreign.consumer.value?.element).to.equal(phone);
    const {parentElement} = phone;
    phone.remove();
    parentElement!.append(phone);
    await settle();
    expect(foreign.consumer.value?.element).to.equal(phone);
  });

  it('answers who asks only once', async () => {
    const phone = await fixture(html`<sip-phone><p></p></sip-phone>`);
    const answers: unknown[] = [];
    phone.querySelector('p')!.dispatchEvent(
      Object.assign(new Event('context-request', {bubbles: true, composed: true}), {
        context: phoneContext,
        callback: (value: {element: Element} | undefined) => answers.push(value?.element),
      }),
    );
    phone.remove();
    expect(answers).to.deep.equal([phone]);
  });

  it('leaves other contexts alone', async () => {
    const phone = await fixture(html`<sip-phone><p></p></sip-phone>`);
    let passed = 0;
    phone.parentElement!.addEventListener('context-request', () => passed++, {once: true});
    phone.querySelector('p')!.dispatchEvent(
      Object.assign(new Event('context-request', {bubbles: true}), {
        context: Symbol('other'),
        callback: () => expect.fail('not ours'),
      }),
    );
    expect(passed).to.equal(1);
  });
});
