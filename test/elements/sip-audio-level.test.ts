import {expect, waitUntil} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import type {SipAudioLevelElement} from '../../src/elements/sip-audio-level.js';
import '../../src/define/sip-audio-level.js';
import {answeredCall, html, registeredPhone, settle, shadowStates} from './owners.js';

const meterOf = (element: Element) => element.shadowRoot!.querySelector('[role=meter]')!;
const buttonOf = (element: Element) => element.shadowRoot!.querySelector('button')!;

async function bench(content = html`<sip-audio-level></sip-audio-level>`) {
  const owner = await registeredPhone(content);
  const element = owner.phone.querySelector<SipAudioLevelElement>('sip-audio-level')!;
  return {...owner, element};
}

describe('<sip-audio-level>', () => {
  for (const side of ['local', 'remote'] as const) {
    it(`shows how loud the ${side} side is, as long as there is a call`, async () => {
      const made = await bench(html`<sip-audio-level side=${side}></sip-audio-level>`);
      const {element, media} = made;
      expect(meterOf(element).getAttribute('aria-valuenow')).to.equal('0');
      expect(media.meters).to.equal(0);
      media.loudness = 0.42;
      const {call} = await answeredCall(made);
      await waitUntil(() => element.level === 0.42, 'the level');
      await element.updateComplete;
      expect(meterOf(element).getAttribute('aria-valuenow')).to.equal('42');
      expect(shadowStates(element, 'sounding')).to.deep.equal(['sounding']);
      await expect(element).to.be.accessible();
      await call.hangup();
      await settle();
      expect([media.meters, element.level]).to.deep.equal([0, 0]);
    });
  }

  it('measures nothing when nobody looks', async () => {
    const made = await bench();
    await answeredCall(made);
    expect(made.media.meters).to.equal(1);
    made.element.remove();
    await settle();
    expect(made.media.meters).to.equal(0);
    made.phone.append(made.element);
    await settle();
    expect(made.media.meters).to.equal(1);
  });

  it('tries the microphone on a click, and closes it on the next one', async () => {
    const {element, media} = await bench(html`<sip-audio-level test></sip-audio-level>`);
    expect(buttonOf(element).textContent.trim()).to.equal('Test microphone');
    expect(media.opened).to.have.length(0);
    media.loudness = 0.5;
    buttonOf(element).click();
    await waitUntil(() => element.level === 0.5, 'the level');
    expect(buttonOf(element).textContent.trim()).to.equal('Stop test');
    expect(shadowStates(element, 'testing')).to.deep.equal(['testing']);
    await expect(element).to.be.accessible();
    buttonOf(element).click();
    await settle();
    expect([media.liveTracks, media.meters, element.level]).to.deep.equal([0, 0, 0]);
    expect(shadowStates(element, 'testing')).to.deep.equal([]);
  });

  it('closes the microphone when it is taken away, and when a call begins', async () => {
    const made = await bench(html`<sip-audio-level test></sip-audio-level>`);
    const {element, media} = made;
    buttonOf(element).click();
    await settle();
    expect(media.liveTracks).to.equal(1);
    element.remove();
    await settle();
    expect(media.liveTracks).to.equal(0);
    made.phone.append(element);
    await settle();
    buttonOf(element).click();
    await settle();
    await answeredCall(made);
    await settle();
    expect(media.liveTracks).to.equal(1); // The track of the call.
    expect(buttonOf(element).disabled).to.equal(true);
  });

  it('says what to do when the microphone is blocked', async () => {
    const {element, media} = await bench(html`<sip-audio-level test></sip-audio-level>`);
    media.failure = new SipError('permission-denied', 'No.');
    buttonOf(element).click();
    await settle();
    expect(element.shadowRoot!.querySelector('[role=alert]')!.textContent).to.match(/Allow it in the settings/);
    expect(buttonOf(element).textContent.trim()).to.equal('Test microphone');
    await expect(element).to.be.accessible();
  });

  it('cannot test anything without a phone', async () => {
    const {element, phone} = await bench(html`<sip-audio-level test></sip-audio-level>`);
    phone.parentElement!.append(element);
    await settle();
    expect(buttonOf(element).disabled).to.equal(true);
    expect(shadowStates(element, 'unlinked')).to.deep.equal(['unlinked']);
  });
});
