import {expect} from '@open-wc/testing';
import '../../src/define/sip-conference-button.js';
import {answeredCall, html, registeredPhone, settle} from './owners.js';

async function bench(calls: number) {
  const owner = await registeredPhone(html`<sip-conference-button></sip-conference-button>`);
  for (let count = 0; count < calls; count += 1) await answeredCall(owner);
  const button = owner.phone.querySelector('sip-conference-button')!;
  const inner = button.shadowRoot!.querySelector('button')!;
  const press = async () => {
    inner.click();
    await settle();
  };
  return {...owner, button, inner, press};
}

const held = ({phone}: Awaited<ReturnType<typeof bench>>) => phone.calls.map(({snapshot}) => snapshot.held.local);

describe('<sip-conference-button>', () => {
  it('can be pressed with two or three calls in conversation', async () => {
    const {phone, inner, ...owner} = await bench(0);
    const disabled = [];
    for (let calls = 0; calls <= 4; calls += 1) {
      await settle();
      disabled.push(inner.disabled);
      if (calls < 4) await answeredCall({phone, ...owner});
    }
    expect(disabled).to.deep.equal([true, true, false, false, true]);
  });

  it('joins them, and splits them again', async () => {
    const desk = await bench(3);
    await desk.press();
    expect(desk.button.joined).to.equal(true);
    expect(desk.inner.getAttribute('aria-pressed')).to.equal('true');
    expect(held(desk)).to.deep.equal([false, false, false]);
    await desk.press();
    expect(desk.button.joined).to.equal(false);
    expect(held(desk)).to.deep.equal([true, true, false]);
  });

  it('takes one more in that comes later', async () => {
    const desk = await bench(2);
    await desk.press();
    await answeredCall(desk);
    expect(desk.button.joined).to.equal(false);
    await desk.press();
    expect(desk.button.joined).to.equal(true);
    expect(desk.phone.snapshot.conference).to.have.length(3);
  });
});
