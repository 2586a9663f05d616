import {expect} from '@open-wc/testing';
import '../../src/define/sip-caller.js';
import '../../src/i18n/he.js';
import type {SipCallerElement} from '../../src/elements/sip-caller.js';
import type {FakeCaller} from '../../src/testing/index.js';
import {fixture, html, registeredPhone, settle} from './owners.js';

const part = (caller: SipCallerElement, name: string) =>
  caller.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`);

async function ringing(from: FakeCaller, content = html`<sip-caller></sip-caller>`) {
  const {engine, phone} = await registeredPhone(content);
  engine.ring(from);
  await settle();
  return {phone, caller: phone.querySelector('sip-caller')!};
}

describe('<sip-caller>', () => {
  it('shows name and address', async () => {
    const {caller} = await ringing({name: 'Bob', uri: 'sip:bob@example.com;transport=ws'});
    expect(part(caller, 'name')!.textContent).to.equal('Bob');
    expect(part(caller, 'uri')!.textContent).to.equal('bob@example.com');
    expect(caller.name).to.equal('Bob');
    expect(caller.uri).to.equal('sip:bob@example.com;transport=ws');
    await expect(caller).to.be.accessible();
  });

  it('shows HTML in a name as the text that it is', async () => {
    const name = '<img src=x onerror="window.hacked = true"><a href="javascript:alert(1)">x</a>';
    const {caller} = await ringing({name});
    expect(part(caller, 'name')!.textContent).to.equal(name);
    expect(caller.shadowRoot!.querySelectorAll('img, a')).to.have.length(0);
    expect(window).not.to.have.property('hacked');
  });

  it('keeps the direction of a name to itself', async () => {
    const {caller, phone} = await ringing(
      {name: '\u202egnirts desrever', uri: 'sip:1002@example.com'},
      html`<div dir="rtl" lang="he"><sip-caller></sip-caller></div>`,
    );
    for (const name of ['name', 'uri']) {
      const text = part(caller, name)!.querySelector('bdi')!;
      expect(text.textContent).to.equal(part(caller, name)!.textContent);
      expect(getComputedStyle(text).unicodeBidi).to.match(/isolate|plaintext/);
    }
    expect(phone.textContent).not.to.contain('\u202e');
  });

  it('shows the number of somebody without a name', async () => {
    const {caller} = await ringing({uri: 'sip:+4930123@example.com'});
    expect(part(caller, 'name')!.textContent).to.equal('+4930123');
  });

  it('shows the number of somebody whose name nobody can see, or the address', async () => {
    for (const name of ['\u200b', '\u3164\u00ad', '\u0301'.repeat(180), '\u{e0041}\u2800']) {
      const {caller} = await ringing({name, uri: 'sip:+4930123@example.com'});
      expect(part(caller, 'name')!.textContent).to.equal('+4930123');
      const hidden = await ringing({name, uri: `sip:${encodeURIComponent(name)}@example.com`});
      expect(part(hidden.caller, 'name')!.textContent).to.contain('@example.com');
    }
  });

  it('shows all of a user part with a question mark in it', async () => {
    const {caller} = await ringing({name: 'Bob', uri: 'sip:a?b;c@example.com;transport=ws?x=1'});
    expect(part(caller, 'uri')!.textContent).to.equal('a?b;c@example.com');
  });

  for (const [what, from, name] of [
    ['hides', {uri: 'sip:anonymous@anonymous.invalid'}, 'Anonymous'],
    ['hides behind a word for it', {name: ' ', uri: 'sip:anonymous@example.com'}, 'Anonymous'],
    ['says nothing at all', {uri: ''}, 'Unknown caller'],
  ] as const) {
    it(`has a word for somebody who ${what}`, async () => {
      const {caller} = await ringing(from);
      expect(part(caller, 'name')!.textContent).to.equal(name);
      expect(part(caller, 'uri')).to.equal(null);
    });
  }

  it('shows only what is wanted', async () => {
    const {caller} = await ringing({name: 'Bob', uri: 'sip:bob@example.com'});
    caller.show = 'name';
    await settle();
    expect([part(caller, 'name')?.textContent, part(caller, 'uri')?.textContent]).to.deep.equal(['Bob', undefined]);
    caller.show = 'uri';
    await settle();
    expect([part(caller, 'name')?.textContent, part(caller, 'uri')?.textContent]).to.deep.equal([
      undefined,
      'bob@example.com',
    ]);
  });

  it('shows nobody without a call', async () => {
    const caller = await fixture<SipCallerElement>(html`<sip-caller></sip-caller>`);
    expect(part(caller, 'name')).to.equal(null);
    expect(caller.uri).to.equal('');
    expect(caller.matches(':state(empty):state(unlinked)')).to.equal(true);
  });
});
