import {expect} from '@open-wc/testing';
import type {PhoneLink} from '../../src/controllers/contexts.js';
import type {Store} from '../../src/core/store.js';
import type {PhoneState} from '../../src/core/phone-state.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {fixture, html, ownerBench, ProbeElement, settle, until} from '../elements/owners.js';

const MOUNTS = 50;

/** Counts the listeners that are on a target, those ended by a signal not among them. */
function countListeners(target: EventTarget): {readonly open: () => number; readonly restore: () => void} {
  const open = new Set<string>();
  const ids = new WeakMap<object, number>();
  let next = 0;
  const key = (type: string, listener: object, options: unknown) => {
    if (!ids.has(listener)) ids.set(listener, next++);
    const capture = typeof options === 'object' && options !== null ? 'capture' in options && options.capture : options;
    return `${type} ${String(ids.get(listener))} ${String(Boolean(capture))}`;
  };
  const own = {add: target.addEventListener, remove: target.removeEventListener};
  target.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) => {
    own.add.call(target, type, listener, options);
    if (!listener || (typeof options === 'object' && options.signal?.aborted)) return;
    const name = key(type, listener, options);
    open.add(name);
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => open.delete(name));
  };
  target.removeEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ) => {
    own.remove.call(target, type, listener, options);
    if (listener) open.delete(key(type, listener, options));
  };
  return {
    open: () => open.size,
    restore: () => {
      target.addEventListener = own.add;
      target.removeEventListener = own.remove;
    },
  };
}

/** Counts timers that are set and have neither run nor been cleared. */
function countTimers() {
  const {setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: stop} = window;
  const open = new Set<unknown>();
  window.setTimeout = ((callback: () => void, delay?: number) => {
    const id = set(() => {
      open.delete(id);
      callback();
    }, delay);
    open.add(id);
    return id;
  }) as never;
  window.clearTimeout = (id) => {
    open.delete(id);
    clear(id);
  };
  window.setInterval = ((callback: () => void, delay?: number) => {
    const id = repeat(callback, delay);
    open.add(id);
    return id;
  }) as never;
  window.clearInterval = (id) => {
    open.delete(id);
    stop(id);
  };
  return {
    open: () => open.size,
    restore: () =>
      Object.assign(window, {setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: stop}),
  };
}

/** Counts the subscribers of a store. */
function countSubscribers(store: Store<PhoneState>) {
  let open = 0;
  const {subscribe} = store;
  store.subscribe = (listener, options) => {
    open++;
    let counted = true;
    const end = () => {
      if (counted) open--;
      counted = false;
    };
    options?.signal?.addEventListener('abort', end);
    const stop = subscribe.call(store, listener, options);
    return () => {
      end();
      stop();
    };
  };
  return () => open;
}

/** Counts the call elements that a phone knows. */
function countCallElements(link: PhoneLink) {
  let open = 0;
  const {addCallElement} = link;
  link.addCallElement = (element) => {
    open++;
    const remove = addCallElement.call(link, element);
    return () => {
      open--;
      remove();
    };
  };
  return () => open;
}

const CONTENT = `
  <x-probe></x-probe>
  <sip-call-list><template><sip-call muted><x-probe></x-probe></sip-call></template></sip-call-list>
  <sip-call select="incoming"></sip-call>`;

describe(`after ${String(MOUNTS)} mounts, each with a call`, () => {
  it('no engine, device, sound, listener or timer is left', async () => {
    const holder = await fixture<HTMLDivElement>(html`<div></div>`);
    const targets = [countListeners(document), countListeners(window)];
    const before = targets.map(({open}) => open());
    const timers = countTimers();
    const benches = [];
    for (let mount = 0; mount < MOUNTS; mount++) {
      const bench = ownerBench();
      benches.push(bench);
      const phone = document.createElement('sip-phone');
      phone.server = 'wss://pbx.example.com';
      phone.uri = 'sip:1001@example.com';
      phone.ports = bench.ports;
      phone.append(...new DOMParser().parseFromString(CONTENT, 'text/html').body.childNodes);
      holder.append(phone);
      await until(phone, () => phone.status === 'registered');
      const session = bench.engine.ring();
      await settle();
      await phone.activeCall!.answer();
      bench.engine.ring();
      phone.querySelector('sip-call')!.held = true;
      if (mount % 2) session.hangup();
      if (mount % 3) await settle();
      phone.remove();
    }
    await settle();
    const openTimers = timers.open();
    timers.restore();
    for (const {engine, media} of benches) {
      expect(engine.destroyed).to.equal(true);
      expect(engine.sessions.every(({over}) => over)).to.equal(true);
      expect(media.destroyed).to.equal(true);
      expect(media.liveTracks).to.equal(0);
      expect(media.tones).to.have.length(0);
      expect(media.playing.size).to.equal(0);
    }
    expect(targets.map(({open}) => open())).to.deep.equal(before);
    for (const target of targets) target.restore();
    expect(openTimers).to.equal(0);
  });

  it('a phone that stays has no more subscribers than before', async () => {
    const bench = ownerBench();
    const holder = await fixture<HTMLDivElement>(
      html`<div><sip-phone id="leak-desk" server="wss://pbx.example.com" .ports=${bench.ports}></sip-phone></div>`,
    );
    const phone = holder.querySelector<SipPhoneElement>('sip-phone')!;
    await until(phone, () => phone.status === 'ready');
    const probe = new ProbeElement();
    phone.append(probe);
    const link = probe.phoneLink.value!;
    probe.remove();
    const document = countListeners(holder.ownerDocument);
    const subscribers = countSubscribers(phone.store);
    const callElements = countCallElements(link);
    let most = 0;
    bench.engine.ring();
    for (let mount = 0; mount < MOUNTS; mount++) {
      const parent = mount % 2 ? phone : holder;
      const nodes = [...new DOMParser().parseFromString(CONTENT, 'text/html').body.children];
      for (const node of nodes) node.setAttribute('phone', mount % 2 ? 'leak-desk' : 'nowhere');
      parent.append(...nodes);
      most = Math.max(most, callElements());
      if (mount % 3) await settle();
      for (const node of nodes) node.remove();
    }
    await settle();
    expect(subscribers()).to.equal(0);
    expect(most).to.be.greaterThan(0);
    expect(callElements()).to.equal(0);
    expect(document.open()).to.equal(0);
    document.restore();
  });
});
