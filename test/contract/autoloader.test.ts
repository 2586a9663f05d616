import {expect} from '@open-wc/testing';
import {definitions} from './declared.js';

const ready = new Promise<void>((resolve) => {
  document.addEventListener('sip-elements-ready', () => resolve(), {once: true});
});
const preload = document.createElement('p');
preload.dataset['sipPreload'] = 'sip-video nonsense constructor';
document.body.append(document.createElement('sip-status'), preload);
const {observe} = await import('../../src/autoloader.js');

describe('the autoloader', () => {
  it('says when it has registered what the page has, and what it was to preload', async () => {
    await ready;
    expect(customElements.get('sip-status')).to.be.a('function');
    expect(customElements.get('sip-video')).to.be.a('function');
  });

  it('has not loaded what nobody uses', () => {
    expect(customElements.get('sip-phone')).to.equal(undefined);
    expect(customElements.get('sip-softphone')).to.equal(undefined);
  });

  it('loads an owner without its face when the owner has children', async () => {
    const phone = document.createElement('sip-phone');
    phone.append(document.createElement('p'));
    document.body.append(phone);
    await customElements.whenDefined('sip-phone');
    expect(customElements.get('sip-softphone')).to.equal(undefined);
  });

  it('loads the face with an owner without children, deep in what is inserted', async () => {
    const section = document.createElement('section');
    section.append(document.createElement('sip-phone'));
    document.body.append(section);
    await customElements.whenDefined('sip-softphone');
    section.remove();
  });

  it('looks into a shadow root when it is asked to, until it is told to stop', async () => {
    const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({mode: 'open'});
    const stop = observe(root);
    root.append(document.createElement('sip-call'));
    await customElements.whenDefined('sip-call');
    stop();
    host.remove();
  });

  for (const tag of definitions.keys()) {
    it(`knows <${tag}>`, async () => {
      const element = document.createElement(tag);
      document.body.append(element);
      await customElements.whenDefined(tag);
      element.remove();
    });
  }
});
