import {expect} from '@open-wc/testing';
import type {LitElement} from 'lit';
import '../../src/define/sip-call-card.js';
import '../../src/define/sip-quality.js';
import {SipError} from '../../src/core/errors.js';
import type {StatsSnapshot} from '../../src/core/quality/stats.js';
import type {SipQualityElement} from '../../src/elements/sip-quality.js';
import '../../src/i18n/de.js';
import '../../src/i18n/he.js';
import {FakeClock} from '../../src/testing/index.js';
import {changed, snapshot, Talk} from '../core/quality/figures.js';
import {html, registeredPhone, settle, shadowStates} from './owners.js';

/** A second in which one packet of three does not arrive. */
const LOSSY = {received: 40, lost: 20};
/** A second in which the microphone gives nothing. */
const SILENT = {level: 0};

/** A call in conversation, whose statistics the test makes up second by second. */
async function bench(content = html`<sip-quality></sip-quality>`) {
  const clock = new FakeClock();
  const owner = await registeredPhone(content, clock);
  const session = owner.engine.ring();
  const talk = new Talk();
  session.statistics = talk.snapshot;
  const call = owner.phone.calls[0]!;
  await call.answer();
  await settle();
  const element = owner.phone.querySelector<SipQualityElement>('sip-quality')!;
  /** A second passes, at whose end the browser tells this. */
  const tell = async (statistics: StatsSnapshot) => {
    session.statistics = statistics;
    clock.advance(1000);
    await settle();
  };
  const pass = async (seconds: number, second?: Parameters<Talk['second']>[0]) => {
    for (let count = 0; count < seconds; count++) await tell(talk.second(second).snapshot);
  };
  return {...owner, call, session, element, talk, tell, pass};
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

  for (const [mos, second, name, full] of [
    [4.41, {}, 'Good connection', 4],
    [3.8, {received: 962, lost: 38}, 'Fair connection', 3],
    [3.3, {received: 929, lost: 71}, 'Fair connection', 2],
    [2, {received: 783, lost: 217}, 'Poor connection', 1],
    [null, {received: 0}, 'Connection not measured yet', 0],
  ] as const) {
    it(`shows a MOS of ${String(mos)} as "${name}"`, async () => {
      const {call, element, pass} = await bench();
      await pass(1, second);
      if (mos === null) expect(call.snapshot.quality).to.include({mosEstimate: null, outboundMosEstimate: null});
      else expect(call.snapshot.quality!.mosEstimate).to.be.closeTo(mos, 0.05);
      expect(bars(element)!.getAttribute('aria-label')).to.equal(name);
      expect(bars(element)!.querySelectorAll('.on')).to.have.length(full);
      expect(states(element)).to.deep.equal([
        name === 'Connection not measured yet' ? 'unknown' : name.split(' ')[0]!.toLowerCase(),
      ]);
      await expect(element).to.be.accessible();
    });
  }

  it('goes by the side that hears worse', async () => {
    const {call, element, talk, tell} = await bench();
    await tell(talk.second().report({fractionLost: 0.25, packetsSent: 50}).snapshot);
    expect(call.snapshot.quality!.mosEstimate).to.be.greaterThan(4);
    expect(states(element)).to.deep.equal(['poor']);
  });

  it('says what is wrong and what to do, politely, in a region that was there before', async () => {
    const {element, pass} = await bench();
    const region = element.shadowRoot!.querySelector('[role=status]');
    await pass(15, {...LOSSY, ...SILENT});
    expect(element.shadowRoot!.querySelector('[role=status]')).to.equal(region);
    expect(words(element)).to.match(/^They cannot hear you: .*right one is chosen/);
    expect(words(element)).to.match(/get lost on the way/);
    expect(states(element)).to.deep.equal(['poor', 'warning']);
    await expect(element).to.be.accessible();
    await pass(30);
    expect(words(element)).to.equal('');
  });

  it('calls a connection poor on which they cannot hear us, however good the sound is that comes', async () => {
    const {call, element, pass} = await bench();
    await pass(7, SILENT);
    expect(call.snapshot.quality!.mosEstimate).to.be.greaterThan(4);
    expect(states(element)).to.deep.equal(['poor', 'warning']);
  });

  it('says each thing once, and not what the status of the call says', async () => {
    const {call, element, session, pass} = await bench();
    session.listener!.deviceMissing(new SipError('no-camera', 'There is no camera.'));
    await pass(15, LOSSY);
    expect(call.snapshot.warnings.map(({kind}) => kind)).to.have.members(['device-missing', 'high-loss', 'low-mos']);
    expect(element.shadowRoot!.querySelectorAll('[part=warning]')).to.have.length(1);
    // The error is one of the last thing that was tried.
    await call.hold();
    await call.unhold();
    await settle();
    expect(call.snapshot.error).to.equal(null);
    expect(words(element)).to.match(/No camera was found/);
  });

  it('shows the figures that are known', async () => {
    const {element, talk, tell} = await bench(html`<sip-quality detailed></sip-quality>`);
    const candidates = snapshot([
      {id: 'L', type: 'local-candidate', candidateType: 'host'},
      {id: 'R', type: 'remote-candidate', candidateType: 'relay'},
    ]);
    const known = (bytesReceived: number) => {
      const pair = {localCandidateId: 'L', remoteCandidateId: 'R'};
      const stats = changed(changed(talk.snapshot, 'candidate-pair', pair), 'inbound-rtp', {
        jitter: 0.003,
        bytesReceived,
      });
      return new Map([...stats, ...candidates]);
    };
    talk.roundTripTime = 0.0424;
    talk.second();
    await tell(known(0));
    talk.second({received: 985, lost: 15}).report({fractionLost: 0});
    await tell(known(3950));
    const figures = [...element.shadowRoot!.querySelectorAll('[part=figures] div')].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()).join(': '),
    );
    expect(figures).to.deep.equal([
      'Sound (1 to 4.4): 4.2',
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
    const {element, phone, pass} = await bench();
    await pass(7, SILENT);
    phone.lang = 'de';
    await settle();
    expect(words(element)).to.match(/^Man hört Sie nicht/);
    phone.lang = 'he';
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement>('[part=warning]')!.dir).to.equal('rtl');
  });

  it('is in the card of a call', async () => {
    const {phone, pass} = await bench(html`<sip-call><sip-call-card></sip-call-card></sip-call>`);
    await pass(1);
    const card = phone.querySelector('sip-call-card')!;
    const inside = card.shadowRoot!.querySelector('[part=progress] sip-quality')!;
    expect(bars(inside)!.getAttribute('aria-label')).to.equal('Good connection');
  });

  it('lets nothing render that shows the same after a second', async () => {
    const {call, phone, element, talk, pass} = await bench(
      html`<sip-quality></sip-quality><sip-call><sip-call-card></sip-call-card></sip-call>`,
    );
    await pass(1);
    const first = call.snapshot.quality!;
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
    talk.roundTripTime += 0.001;
    await pass(1);
    expect(call.snapshot.quality!.rttMs).to.not.equal(first.rttMs);
    expect(updates).to.deep.equal([]);
    await pass(1, LOSSY);
    expect(updates).to.deep.equal(['sip-quality']);
  });
});
