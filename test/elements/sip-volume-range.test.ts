import {expect} from '@open-wc/testing';
import type {SipVolumeRangeElement} from '../../src/elements/sip-volume-range.js';
import '../../src/define/sip-volume-range.js';
import {answeredCall, html, registeredPhone, settle, shadowStates} from './owners.js';

const rangeOf = (element: Element) => element.shadowRoot!.querySelector('input')!;

async function move(element: Element, value: number): Promise<void> {
  rangeOf(element).value = String(value);
  rangeOf(element).dispatchEvent(new Event('input', {bubbles: true}));
  await settle();
}

describe('<sip-volume-range>', () => {
  it('sets how loud the far end of the call is', async () => {
    const bench = await registeredPhone(html`<sip-volume-range></sip-volume-range>`);
    const element = bench.phone.querySelector<SipVolumeRangeElement>('sip-volume-range')!;
    const {call} = await answeredCall(bench);
    await move(element, 30);
    expect(call.snapshot.volume).to.equal(0.3);
    expect(bench.media.playing.get(call.snapshot.remoteStream!)!.volume).to.equal(0.3);
    expect(rangeOf(element).getAttribute('aria-valuetext')).to.equal('30%');
    call.setVolume(0);
    await settle();
    expect(rangeOf(element).value).to.equal('0');
    expect(shadowStates(element, 'silent')).to.deep.equal(['silent']);
  });

  it('sets how loud calls begin where there is none', async () => {
    const bench = await registeredPhone(html`<sip-volume-range></sip-volume-range>`);
    const element = bench.phone.querySelector<SipVolumeRangeElement>('sip-volume-range')!;
    await move(element, 60);
    expect(bench.phone.snapshot.volume).to.equal(0.6);
    expect(element.value).to.equal(0.6);
    const {call} = await answeredCall(bench);
    expect(call.snapshot.volume).to.equal(0.6);
  });

  it('sets that of its own call in a list of calls', async () => {
    const bench = await registeredPhone(
      html`<sip-call-list
        ><template
          ><sip-call><sip-volume-range></sip-volume-range></sip-call></template
      ></sip-call-list>`,
    );
    const first = await answeredCall(bench);
    const second = await answeredCall(bench);
    const [one] = bench.phone.querySelectorAll('sip-volume-range');
    await move(one!, 20);
    expect([first, second].map(({call}) => call.snapshot.volume)).to.deep.equal([0.2, 1]);
  });
});
