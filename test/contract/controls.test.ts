import {expect} from '@open-wc/testing';
import '../../src/define/sip-answer-button.js';
import '../../src/define/sip-camera-button.js';
import '../../src/define/sip-device-select.js';
import '../../src/define/sip-conference-button.js';
import '../../src/define/sip-screen-button.js';
import '../../src/define/sip-dial-button.js';
import '../../src/define/sip-dial-field.js';
import '../../src/define/sip-dialpad.js';
import '../../src/define/sip-hangup-button.js';
import '../../src/define/sip-hold-button.js';
import '../../src/define/sip-mute-button.js';
import '../../src/define/sip-volume-range.js';
import '../../src/define/sip-record-button.js';
import '../../src/i18n/de.js';
import '../../src/i18n/he.js';
import {termOf, translations} from '../../src/i18n/translations.js';
import {captureWarnings, fixture, html, registeredPhone, settle} from '../elements/owners.js';
import {alone, core, innerOf, nameOf, press, ready, requests, shown} from './control-bench.js';
import {CONTROLS, type ControlRow} from './control-rows.js';
import {countListeners, countSubscribers} from './counters.js';

for (const row of CONTROLS) {
  const extras = Object.keys(row.attributes ?? {}).filter((name) => name !== 'target' && name !== 'value');
  describe(`<${[row.tag, ...extras].join(' ')}>`, () => {
    checks(row);
  });
}

function checks(row: ControlRow): void {
  let warnings: ReturnType<typeof captureWarnings>;

  beforeEach(() => {
    warnings = captureWarnings(); // The phone logs refused calls.
  });

  afterEach(() => {
    warnings.restore();
  });

  it('is defined by its own module only', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe src="/test/contract/blank.html"></iframe>`);
    if (frame.contentDocument?.readyState !== 'complete' || frame.contentWindow?.location.href === 'about:blank') {
      await new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
    }
    const {defined, classOnly} = await (
      frame.contentWindow as Window & {tagsOf(tag: string): Promise<{defined: string[]; classOnly: string[]}>}
    ).tagsOf(row.tag);
    expect(classOnly).to.deep.equal([]);
    expect(defined).to.deep.equal([row.tag]);
  });

  for (const scheme of ['light', 'dark']) {
    it(`is accessible without an owner, ${scheme}`, async () => {
      await expect(await alone(row, scheme)).to.be.accessible();
    });

    it(`is accessible with one, ${scheme}`, async () => {
      await expect((await ready(row, scheme)).element).to.be.accessible();
    });

    for (const [look, bring] of Object.entries(row.looks ?? {})) {
      it(`is accessible when it is ${look}, ${scheme}`, async () => {
        const bench = await ready(row, scheme);
        await bring(bench);
        await settle();
        await expect(bench.element).to.be.accessible();
      });
    }
  }

  it('has a name in every language, and changes it at once', async () => {
    const {element} = await ready(row);
    const names = [];
    for (const translation of translations()) {
      element.parentElement!.lang = translation.$code;
      await settle();
      expect(nameOf(row, element)).to.equal(termOf(translation, row.term));
      names.push(nameOf(row, element));
    }
    expect(names).not.to.include('');
    expect(new Set(names).size).to.equal(3);
  });

  it('has the name that the page gives it', async () => {
    const {element} = await ready(row);
    element.setAttribute('label', 'Operator');
    await settle();
    expect(nameOf(row, element)).to.equal('Operator');
    await expect(element).to.be.accessible();
  });

  it('is unlinked without an owner, and cannot be pressed then', async () => {
    const element = await alone(row);
    const {events, end} = requests(row);
    expect(element.matches(':state(unlinked)')).to.equal(true);
    expect(innerOf(row, element).disabled).to.equal(!row.text);
    if (!row.text) await press(row, element, 'click');
    end();
    expect(events).to.have.length(0);
    expect((await ready(row)).element.matches(':state(unlinked)')).to.equal(false);
  });

  it('cannot be pressed when the page has disabled it', async () => {
    const {element} = await ready(row);
    const {events, end} = requests(row);
    element.setAttribute('disabled', '');
    await settle();
    expect(innerOf(row, element).disabled).to.equal(true);
    await press(row, element, 'click');
    end();
    expect(events).to.have.length(0);
  });

  for (const way of row.ways ?? (['click', 'Enter', 'Space'] as const)) {
    it(`asks exactly once, whatever is around it: ${way}`, async () => {
      const {element} = await ready(row);
      const {events, end} = requests(row, true);
      await press(row, element, way);
      end();
      expect(events).to.have.length(1);
      const [event] = events;
      expect(event!.target).to.equal(element);
      expect([event!.bubbles, event!.composed, event!.cancelable]).to.deep.equal([true, true, true]);
      expect(event!.detail).to.deep.equal(row.detail);
    });
  }

  it('asks, and the core acts, once', async () => {
    const bench = await ready(row);
    const before = core(bench);
    const {events, end} = requests(row);
    await press(row, bench.element);
    end();
    expect(core(bench)).not.to.equal(before);
    expect(events).to.have.length(1);
  });

  for (const where of ['element', 'phone', 'document'] as const) {
    it(`can be stopped by preventDefault() on the ${where}`, async () => {
      const bench = await ready(row);
      const before = core(bench);
      const abort = new AbortController();
      const target = where === 'document' ? document : bench[where];
      target.addEventListener(row.request, (event) => event.preventDefault(), {signal: abort.signal});
      await press(row, bench.element);
      abort.abort();
      expect(core(bench)).to.equal(before);
    });
  }

  if (row.delay) {
    it('is busy while the core works: keeps the focus, asks no second time', async () => {
      const bench = await ready(row);
      const inner = innerOf(row, bench.element);
      const pressed = inner.getAttribute('aria-pressed');
      const goOn = row.delay!(bench);
      const {events, end} = requests(row);
      inner.focus();
      await press(row, bench.element);
      expect(inner.getAttribute('aria-busy')).to.equal('true');
      expect(inner.getAttribute('aria-pressed')).to.equal(pressed);
      expect(bench.element.matches(':state(pending)')).to.equal(true);
      await press(row, bench.element);
      expect(events).to.have.length(1);
      expect(bench.element.shadowRoot!.activeElement).to.equal(inner);
      goOn();
      await settle();
      end();
      expect(inner.hasAttribute('aria-busy')).to.equal(false);
      expect(bench.element.matches(':state(pending)')).to.equal(false);
    });
  }

  if (!row.plain) {
    it('shows what the core says, and not what was asked', async () => {
      const bench = await ready(row);
      const before = shown(row, bench.element);
      const {end} = requests(row, !row.refuse);
      await row.refuse?.(bench);
      await press(row, bench.element);
      end();
      expect(shown(row, bench.element)).to.equal(before);
      bench.media.failure = undefined;
      await press(row, bench.element);
      expect(shown(row, bench.element)).not.to.equal(before);
    });
  }

  it('can be hidden', async () => {
    const {element} = await ready(row);
    expect(element.checkVisibility()).to.equal(true);
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
  });

  it('survives a move', async () => {
    const bench = await ready(row);
    const place = document.createElement('section');
    bench.phone.append(place);
    place.append(bench.element);
    await settle();
    const before = core(bench);
    await press(row, bench.element);
    expect(core(bench)).not.to.equal(before);
    const other = await registeredPhone(html`<p></p>`);
    const {element} = bench;
    other.phone.append(element);
    await row.ready({...other, element});
    await settle();
    const then = [core(bench), core({...other, element})];
    await press(row, element);
    expect(core(bench)).to.equal(then[0]);
    expect(core({...other, element})).not.to.equal(then[1]);
  });

  it('leaves nothing behind', async () => {
    const bench = await ready(row);
    const holder = bench.element.parentElement!;
    bench.element.remove();
    await settle();
    const listeners = countListeners(document);
    const subscribers = countSubscribers(bench.phone.store);
    const {element} = bench;
    holder.append(element);
    await settle();
    expect(subscribers()).to.be.greaterThan(0);
    await press(row, element);
    element.remove();
    await settle();
    expect(subscribers()).to.equal(0);
    expect(listeners.open()).to.equal(0);
    listeners.restore();
    let updates = 0;
    element.requestUpdate = () => {
      updates++;
    };
    bench.engine.ring();
    holder.lang = 'de';
    await settle();
    expect(updates).to.equal(0);
  });
}
