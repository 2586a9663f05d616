import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define/sip-transfer-button.js';
import {SipError} from '../../src/core/errors.js';
import {answeredCall, html, registeredPhone, settle} from './owners.js';

async function bench() {
  const owner = await registeredPhone(html`<sip-call><sip-transfer-button></sip-transfer-button></sip-call>`);
  const {call, session} = await answeredCall(owner);
  const button = owner.phone.querySelector('sip-transfer-button')!;
  await button.updateComplete;
  const part = (name: string) => button.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`);
  return {...owner, call, session, button, part};
}

/** Opens the panel and types a target, as a person with a keyboard does. */
async function type({button, part}: Awaited<ReturnType<typeof bench>>, target: string) {
  part('button')!.click();
  await settle();
  expect(button.shadowRoot!.activeElement).to.equal(part('input'));
  await sendKeys({type: target});
}

describe('<sip-transfer-button>', () => {
  it('transfers to what was typed, and says how it goes', async () => {
    const phone = await bench();
    await type(phone, '1003');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(phone.session.log.some((line) => line.startsWith('transfer sip:1003@example.com'))).to.equal(true);
    expect(phone.button.matches(':state(pending)')).to.equal(true);
    phone.session.tellTransfer(180);
    await settle();
    expect(phone.part('news')!.textContent).to.contain('ringing');
  });

  it('says that a transfer failed; the call is still there', async () => {
    const phone = await bench();
    phone.phone.addEventListener('sip-error', (event) => event.preventDefault());
    await type(phone, '1003');
    phone.session.refusal = new SipError('transfer-failed', 'The far end said 603.', {status: 603});
    await sendKeys({press: 'Enter'});
    await settle();
    phone.session.tellTransfer(603, 'Declined');
    await settle();
    expect(phone.part('news')!.textContent).to.contain('failed');
    expect(phone.call.state).to.be.oneOf(['active', 'held']);
  });

  it('asks for nothing while nothing was typed', async () => {
    const phone = await bench();
    await type(phone, ' ');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(phone.session.log.join()).to.not.contain('transfer');
    expect(phone.button.shadowRoot!.activeElement).to.equal(phone.part('input'));
  });

  it('connects with the far end of another call', async () => {
    const phone = await bench();
    const other = phone.engine.ring({name: 'Carol'});
    await phone.phone.calls.at(-1)!.answer();
    await settle();
    phone.phone.select(phone.call.id);
    await settle();
    phone.part('button')!.click();
    await settle();
    const connect = phone.part('connect')!;
    expect(connect.textContent).to.contain('Carol');
    connect.click();
    await settle();
    expect(phone.session.log).to.include(`transfer ${other.id}`);
  });

  it('is closed by Escape, and the focus goes back to the button', async () => {
    const phone = await bench();
    await type(phone, '10');
    await sendKeys({press: 'Escape'});
    await settle();
    expect(phone.part('input')).to.equal(null);
    expect(phone.button.shadowRoot!.activeElement).to.equal(phone.part('button'));
  });

  it('can be read and used with assistive technology', async () => {
    const phone = await bench();
    await expect(phone.button).to.be.accessible();
    await type(phone, '1003');
    await expect(phone.button).to.be.accessible();
  });

  it('makes no sense without a conversation', async () => {
    const {phone} = await registeredPhone(html`<sip-call><sip-transfer-button></sip-transfer-button></sip-call>`);
    const button = phone.querySelector('sip-transfer-button')!;
    await button.updateComplete;
    expect(button.shadowRoot!.querySelector<HTMLButtonElement>('[part=button]')!.disabled).to.equal(true);
  });
});
