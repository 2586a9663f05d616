import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define/sip-call-card.js';
import {SipCallCardElement} from '../../src/elements/sip-call-card.js';
import {html, registeredPhone, settle} from './owners.js';

/** The buttons of a conversation are not there before this is called. */
let fetchTools: () => void = () => undefined;
const asked = new Promise<void>((resolve) => {
  fetchTools = resolve;
});
const {loadTalking} = SipCallCardElement;
SipCallCardElement.loadTalking = () => asked.then(() => loadTalking?.());

/** A card that is answered with the Enter key. */
async function answeredByKey() {
  const owner = await registeredPhone(html`<sip-call><sip-call-card></sip-call-card></sip-call>`);
  const session = owner.engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
  await settle();
  const card = owner.phone.querySelector('sip-call-card')!;
  const focused = () => card.shadowRoot!.activeElement?.localName;
  expect(focused()).to.equal('sip-answer-button');
  await sendKeys({press: 'Enter'});
  await settle();
  const [call] = owner.phone.calls;
  expect(call!.state).to.equal('active');
  return {session, focused, call: call!};
}

// In this order: a tag that is there stays there.
describe('a call that is answered by keyboard before the buttons of a conversation are there', () => {
  it('is not hung up by a second Enter, and Tab leads on', async () => {
    const {session, focused} = await answeredByKey();
    expect(customElements.get('sip-mute-button')).to.equal(undefined);
    expect(focused()).to.equal('article');
    for (const press of ['Enter', 'Space']) await sendKeys({press});
    await settle();
    expect(session.over).to.equal(false);
    await sendKeys({press: 'Tab'});
    expect(focused()).to.equal('button');
  });

  it('has the focus on Mute when that is there', async () => {
    const {session, focused, call} = await answeredByKey();
    expect(focused()).to.equal('article');
    fetchTools();
    await customElements.whenDefined('sip-mute-button');
    await settle();
    expect(focused()).to.equal('sip-mute-button');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(session.over).to.equal(false);
    expect(call.isMuted()).to.equal(true);
  });

  it('has it there at once as soon as it is', async () => {
    const {focused} = await answeredByKey();
    expect(focused()).to.equal('sip-mute-button');
  });
});
