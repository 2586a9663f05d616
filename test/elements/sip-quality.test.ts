import {expect} from '@open-wc/testing';
import type {LitElement} from 'lit';
import '../../src/define/sip-call-card.js';
import '../../src/define/sip-quality.js';
import {CallLine} from '../../src/core/call/call-line.js';
import type {Call} from '../../src/core/call/call.js';
import type {CallState} from '../../src/core/call/call-state.js';
import {SipError} from '../../src/core/errors.js';
import type {CallWarning} from '../../src/core/quality/call-warning.js';
import type {QualitySample} from '../../src/core/quality/quality-sample.js';
import type {SipQualityElement} from '../../src/elements/sip-quality.js';
import '../../src/i18n/de.js';
import '../../src/i18n/he.js';
import {answeredCall, html, registeredPhone, settle, shadowStates} from './owners.js';

const SAMPLE: QualitySample = {
  timestamp: 1,
  rttMs: 42.4,
  jitterMs: 3,
  outboundLoss: 0,
  inboundLoss: 0.015,
  mosEstimate: 4.3,
  outboundMosEstimate: null,
  selectedCodec: 'opus',
  localCandidateType: 'host',
  remoteCandidateType: 'relay',
  bitrate: {in: 31_600, out: null},
  availableOutgoingBitrate: null,
  audioLevel: {in: 0.1, out: 0.1},
  video: null,
};

const WARNING: CallWarning = {
  kind: 'no-microphone-sound',
  direction: 'outbound',
  cause: 'microphone-silent',
  since: new Date(0),
  error: null,
};

/** The lines of the calls, which a page cannot reach: the test notes them when they get a session. */
const lines = new WeakMap<Call, CallLine>();
const {attach} = CallLine.prototype;

before(() => {
  CallLine.prototype.attach = function (session) {
    lines.set(this.call, this);
    attach.call(this, session);
  };
});

after(() => {
  CallLine.prototype.attach = attach;
});

/** Sets the measurement, because a browser reports nothing for a call without media. */
async function measured(call: Call, state: Partial<Pick<CallState, 'quality' | 'warnings' | 'error'>>): Promise<void> {
  lines.get(call)!.model.store.patch(state);
  await settle();
}

async function bench(content = html`<sip-quality></sip-quality>`) {
  const owner = await registeredPhone(content);
  const {call, session} = await answeredCall(owner);
  const element = owner.phone.querySelector<SipQualityElement>('sip-quality')!;
  return {...owner, call, session, element};
}

const bars = ({shadowRoot}: Element) => shadowRoot!.querySelector('[part=bars]');
const words = ({shadowRoot}: Element) => shadowRoot!.querySelector('[role=status]')!.textContent.trim();
const states = (element: Element) =>
  shadowStates(element, 'good', 'fair', 'poor', 'unknown', 'warning', 'empty', 'unlinked');

describe('<sip-quality>', () => {
  it('shows nothing without a conversation, and is silent about it', async () => {
    const {phone, engine} = await registeredPhone(html`<sip-quality></sip-quality>`);
    const element = phone.querySelector('sip-quality')!;
    expect(bars(element)).to.equal(null);
    expect(states(element)).to.deep.equal(['empty']);
    engine.ring();
    await settle();
    expect(bars(element)).to.equal(null);
  });

  for (const [mos, name, full] of [
    [4.41, 'Good connection', 4],
    [3.8, 'Fair connection', 3],
    [3.3, 'Fair connection', 2],
    [2, 'Poor connection', 1],
    [null, 'Connection not measured yet', 0],
  ] as const) {
    it(`shows a MOS of ${String(mos)} as "${name}"`, async () => {
      const {call, element} = await bench();
      await measured(call, {quality: {...SAMPLE, mosEstimate: mos}});
      expect(bars(element)!.getAttribute('aria-label')).to.equal(name);
      expect(bars(element)!.querySelectorAll('.on')).to.have.length(full);
      expect(states(element)).to.deep.equal([
        name === 'Connection not measured yet' ? 'unknown' : name.split(' ')[0]!.toLowerCase(),
      ]);
      await expect(element).to.be.accessible();
    });
  }

  it('goes by the side that hears worse', async () => {
    const {call, element} = await bench();
    await measured(call, {quality: {...SAMPLE, outboundMosEstimate: 2}});
    expect(states(element)).to.deep.equal(['poor']);
  });

  it('says what is wrong and what to do, politely, in a region that was there before', async () => {
    const {call, element} = await bench();
    const region = element.shadowRoot!.querySelector('[role=status]');
    await measured(call, {quality: SAMPLE, warnings: [WARNING, {...WARNING, kind: 'low-mos', cause: 'packets-lost'}]});
    expect(element.shadowRoot!.querySelector('[role=status]')).to.equal(region);
    expect(words(element)).to.match(/^They cannot hear you: .*right one is chosen/);
    expect(words(element)).to.match(/get lost on the way/);
    expect(states(element)).to.deep.equal(['poor', 'warning']);
    await expect(element).to.be.accessible();
    await measured(call, {warnings: []});
    expect(words(element)).to.equal('');
  });

  it('says each thing once, and not what the status of the call says', async () => {
    const {call, element} = await bench();
    const error = new SipError('no-camera', 'There is no camera.');
    const missing: CallWarning = {...WARNING, kind: 'device-missing', cause: 'device-missing', error};
    const lost: CallWarning = {...WARNING, kind: 'high-loss', cause: 'packets-lost'};
    await measured(call, {error, warnings: [missing, lost, {...lost, kind: 'low-mos'}]});
    expect(element.shadowRoot!.querySelectorAll('[part=warning]')).to.have.length(1);
    await measured(call, {error: null});
    expect(words(element)).to.match(/No camera was found/);
  });

  it('shows the figures that are known', async () => {
    const {call, element} = await bench(html`<sip-quality detailed></sip-quality>`);
    await measured(call, {quality: SAMPLE});
    const figures = [...element.shadowRoot!.querySelectorAll('[part=figures] div')].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()).join(': '),
    );
    expect(figures).to.deep.equal([
      'Sound (1 to 4.4): 4.3',
      'Round trip: 42 ms',
      'Jitter: 3 ms',
      'Lost on the way here: 1.5 %',
      'Lost on the way there: 0.0 %',
      'Codec: opus',
      'Received: 32 kbit/s',
      'Path: host – relay',
    ]);
    await expect(element).to.be.accessible();
  });

  it('speaks the language of the page, from right to left too', async () => {
    const {call, element, phone} = await bench();
    await measured(call, {quality: SAMPLE, warnings: [WARNING]});
    phone.lang = 'de';
    await settle();
    expect(words(element)).to.match(/^Man hört Sie nicht/);
    phone.lang = 'he';
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement>('[part=warning]')!.dir).to.equal('rtl');
  });

  it('is in the card of a call', async () => {
    const {call, phone} = await bench(html`<sip-call><sip-call-card></sip-call-card></sip-call>`);
    await measured(call, {quality: SAMPLE});
    const card = phone.querySelector('sip-call-card')!;
    const inside = card.shadowRoot!.querySelector('[part=progress] sip-quality')!;
    expect(bars(inside)!.getAttribute('aria-label')).to.equal('Good connection');
  });

  it('lets nothing render that shows the same after a second', async () => {
    const {call, phone, element} = await bench(
      html`<sip-quality></sip-quality><sip-call><sip-call-card></sip-call-card></sip-call>`,
    );
    await measured(call, {quality: SAMPLE});
    const card = phone.querySelector('sip-call-card')!;
    const watched = [element, card, ...card.shadowRoot!.querySelectorAll('sip-mute-button, sip-status, sip-caller')];
    const updates: string[] = [];
    for (const each of watched as (Element & Pick<LitElement, 'requestUpdate'>)[]) {
      const {requestUpdate} = each;
      each.requestUpdate = (...args) => {
        updates.push(each.localName);
        requestUpdate.apply(each, args);
      };
    }
    await measured(call, {quality: {...SAMPLE, timestamp: 2, rttMs: 43}});
    expect(updates).to.deep.equal([]);
    await measured(call, {quality: {...SAMPLE, mosEstimate: 2}});
    expect(updates).to.deep.equal(['sip-quality']);
  });
});
