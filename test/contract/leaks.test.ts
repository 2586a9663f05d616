import {expect} from '@open-wc/testing';
import type {PhoneLink} from '../../src/controllers/contexts.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {fixture, html, ownerBench, ProbeElement, settle, until} from '../elements/owners.js';
import {countListeners, countSubscribers, countTimers} from './counters.js';

const MOUNTS = 50;

/** Counts the call elements that are registered with a phone. */
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
