import {expect} from '@open-wc/testing';
import '../../src/define/sip-screen-button.js';
import type {SipScreenButtonElement} from '../../src/elements/sip-screen-button.js';
import {answeredCall, html, registeredPhone, settle} from './owners.js';

async function bench() {
  const table = await registeredPhone(html`<sip-screen-button></sip-screen-button>`);
  const element = table.phone.querySelector<SipScreenButtonElement>('sip-screen-button')!;
  return {...table, ...(await answeredCall(table)), element, button: element.shadowRoot!.querySelector('button')!};
}

describe('<sip-screen-button>', () => {
  it('shares and ends it, and says which it does next', async () => {
    const {element, button, call} = await bench();
    const pressed = () => button.getAttribute('aria-pressed');
    expect(pressed()).to.equal('false');
    button.click();
    await settle();
    expect(call.snapshot.screen).to.equal(true);
    expect(element.sharing).to.equal(true);
    expect(pressed()).to.equal('true');
    button.click();
    await settle();
    expect(call.snapshot.screen).to.equal(false);
    expect(pressed()).to.equal('false');
  });

  it('goes back by itself when the person ends the sharing in the browser', async () => {
    const {button, media} = await bench();
    button.click();
    await settle();
    media.opened.at(-1)!.getTracks()[0]!.dispatchEvent(new Event('ended'));
    await settle();
    expect(button.getAttribute('aria-pressed')).to.equal('false');
  });

  it('is disabled where the browser cannot share', async () => {
    const devices = navigator.mediaDevices;
    Object.defineProperty(devices, 'getDisplayMedia', {value: undefined, configurable: true});
    try {
      const {button} = await bench();
      expect(button.getAttribute('aria-disabled') ?? String(button.disabled)).to.equal('true');
    } finally {
      Reflect.deleteProperty(devices, 'getDisplayMedia');
    }
  });
});
