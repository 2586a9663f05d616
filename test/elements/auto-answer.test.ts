import {expect} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import '../../src/define/sip-answer-button.js';
import '../../src/define/sip-call-list.js';
import '../../src/define/sip-softphone.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {FakeClock, FakeEngine, FakeMedia} from '../../src/testing/index.js';
import {captureWarnings, fixture, html, settle} from './owners.js';

const INTERCOM = {'Call-Info': '<sip:example.com>;answer-after=0'};
const CALLER = 'sip:caller@example.com';

interface Bed {
  readonly phone: SipPhoneElement;
  readonly engine: FakeEngine;
  readonly media: FakeMedia;
}

interface Caller {
  readonly headers?: Readonly<Record<string, string>>;
  /** What the page does before the call answers itself. */
  readonly meanwhile?: (bed: Bed) => void;
}

let warnings: ReturnType<typeof captureWarnings>;
beforeEach(() => {
  warnings = captureWarnings();
});
afterEach(() => {
  warnings.restore();
  scrollTo(0, 0);
});

const refusals = () => warnings.messages.filter((text) => text.includes('auto-answer'));

/** Somebody calls and asks to be answered at once. Returns the state of the call after the time for that. */
async function called(content: TemplateResult, {headers = INTERCOM, meanwhile}: Caller = {}) {
  const root = await fixture(html`<div>${content}</div>`);
  const phone = root.querySelector('sip-phone')!;
  const [engine, media, clock] = [new FakeEngine(), new FakeMedia(), new FakeClock()];
  phone.ports = {
    engine: (options) => engine.factory({...options, config: Object.assign(options.config, {clock})}),
    media: media.factory,
  };
  phone.uri = 'sip:1001@example.com';
  phone.server = 'wss://pbx.example.com';
  await settle();
  engine.ring({uri: CALLER, headers});
  await settle();
  const tones = [...media.tones];
  meanwhile?.({phone, engine, media});
  clock.advance(1000);
  await settle();
  return {phone, engine, media, tones, state: phone.calls[0]!.state};
}

const ATTRIBUTE = html`<sip-phone auto-answer=${CALLER}></sip-phone>`;

describe('the attribute auto-answer', () => {
  for (const [what, content, answers] of [
    ['a phone that is seen', ATTRIBUTE, true],
    ['without a ring', html`<sip-phone no-sounds auto-answer=${CALLER}></sip-phone>`, true],
    [
      'a face of the page',
      html`<sip-phone auto-answer=${CALLER}
        ><sip-call-list
          ><template
            ><sip-call><sip-answer-button></sip-answer-button></sip-call></template></sip-call-list
      ></sip-phone>`,
      true,
    ],
    [
      'below the fold',
      html`<div style="height:300vh"></div>
        ${ATTRIBUTE}`,
      true,
    ],
    [
      'in a box that scrolls',
      html`<div style="height:200px;overflow:auto">
        <p style="height:900px"></p>
        ${ATTRIBUTE}
      </div>`,
      true,
    ],
    ['half transparent', html`<div style="opacity:.5">${ATTRIBUTE}</div>`, true],
    ['hidden', html`<sip-phone hidden auto-answer=${CALLER}></sip-phone>`, false],
    ['hidden, without a ring', html`<sip-phone hidden no-sounds auto-answer=${CALLER}></sip-phone>`, false],
    ['in something hidden', html`<div hidden>${ATTRIBUTE}</div>`, false],
    ['in something not displayed', html`<div style="display:none">${ATTRIBUTE}</div>`, false],
    ['not visible', html`<div style="visibility:hidden">${ATTRIBUTE}</div>`, false],
    ['transparent', html`<div style="opacity:0">${ATTRIBUTE}</div>`, false],
    ['nearly transparent', html`<div style="opacity:.3"><div style="opacity:.3">${ATTRIBUTE}</div></div>`, false],
    ['transparent by a filter', html`<div style="filter:opacity(1%)">${ATTRIBUTE}</div>`, false],
    ['of no size', html`<div style="width:0;height:0;overflow:hidden">${ATTRIBUTE}</div>`, false],
    [
      'itself of no size',
      html`<sip-phone style="width:0;height:0;overflow:hidden" auto-answer=${CALLER}></sip-phone>`,
      false,
    ],
    [
      'of one pixel',
      html`<sip-phone style="width:1px;height:1px;overflow:hidden" auto-answer=${CALLER}></sip-phone>`,
      false,
    ],
    ['scaled to nothing', html`<div style="transform:scale(0.01)">${ATTRIBUTE}</div>`, false],
    ['clipped away', html`<div style="clip-path:inset(50%)">${ATTRIBUTE}</div>`, false],
    ['clipped by its box', html`<div style="position:relative;height:0;overflow:clip">${ATTRIBUTE}</div>`, false],
    ['outside of the page', html`<div style="position:absolute;left:-9999px;top:-9999px">${ATTRIBUTE}</div>`, false],
    ['outside of the window', html`<div style="position:fixed;left:-9999px;top:0">${ATTRIBUTE}</div>`, false],
    ['moved out', html`<div style="transform:translateX(-9999px)">${ATTRIBUTE}</div>`, false],
    [
      'behind something',
      html`${ATTRIBUTE}
        <div style="position:fixed;inset:0;background:white;z-index:9"></div>`,
      false,
    ],
    [
      'in a details that is closed',
      html`<details>
        <summary>More</summary>
        ${ATTRIBUTE}
      </details>`,
      false,
    ],
    ['with an empty face', html`<sip-phone auto-answer=${CALLER}><span></span></sip-phone>`, false],
    ['with a face of text alone', html`<sip-phone auto-answer=${CALLER}>Phone</sip-phone>`, false],
  ] as [string, TemplateResult, boolean][]) {
    it(`${answers ? 'answers' : 'rings'}: ${what}`, async () => {
      const {state, tones} = await called(content);
      expect(tones, 'it is heard before').to.deep.equal(['waiting']);
      expect(state).to.equal(answers ? 'active' : 'ringing');
      expect(refusals()).to.have.length(answers ? 0 : 1);
      if (!answers) expect(refusals()[0]).to.contain('cannot be seen').and.contain('property autoAnswer');
    });
  }

  it('rings as any call when it may not answer, and can be answered', async () => {
    const {phone, media, engine} = await called(html`<div hidden>${ATTRIBUTE}</div>`);
    expect(media.tones).to.deep.equal(['ring']);
    expect(phone.calls[0]!.snapshot.autoAnswer).to.equal(null);
    expect(media.opened).to.have.length(0);
    await phone.calls[0]!.answer();
    expect(engine.last.log).to.deep.equal(['accept']);
  });

  it('rings where the browser lets no sound through', async () => {
    const meanwhile = ({media}: Bed) => {
      media.setBlocked(true);
    };
    const {state, media} = await called(ATTRIBUTE, {meanwhile});
    expect(state).to.equal('ringing');
    expect(media.opened).to.have.length(0);
    expect(refusals()[0]).to.contain('no sound');
  });

  it('is hidden while the call is about to answer: it rings', async () => {
    const meanwhile = ({phone}: Bed) => {
      phone.hidden = true;
    };
    expect((await called(ATTRIBUTE, {meanwhile})).state).to.equal('ringing');
  });

  it('is shown while the call is about to answer: it is answered', async () => {
    const meanwhile = ({phone}: Bed) => {
      phone.hidden = false;
    };
    const content = html`<sip-phone hidden auto-answer=${CALLER}></sip-phone>`;
    expect((await called(content, {meanwhile})).state).to.equal('active');
  });

  it('answers nobody who does not ask for it', async () => {
    const {state, tones} = await called(ATTRIBUTE, {headers: {}});
    expect([state, tones]).to.deep.equal(['ringing', ['ring']]);
    expect(refusals()).to.deep.equal([]);
  });

  it('is as bound when script sets it, and when it comes in place of the property', async () => {
    const phone = document.createElement('sip-phone');
    phone.hidden = true;
    phone.autoAnswer = 'sip:other@example.com';
    phone.setAttribute('auto-answer', CALLER);
    expect(phone.autoAnswer).to.equal(CALLER);
    expect((await called(html`${phone}`)).state).to.equal('ringing');
  });

  it('warns once', async () => {
    const {engine} = await called(html`<div hidden>${ATTRIBUTE}</div>`);
    engine.last.hangup();
    expect(refusals()).to.have.length(1);
  });
});

describe('the property autoAnswer', () => {
  for (const [what, autoAnswer] of [
    ['a list', CALLER],
    ['a policy', () => true],
  ] as const) {
    for (const noSounds of [false, true]) {
      it(`answers what cannot be seen, or heard: ${what}${noSounds ? ', without a ring' : ''}`, async () => {
        const phone = document.createElement('sip-phone');
        Object.assign(phone, {hidden: true, noSounds, autoAnswer});
        const meanwhile = ({media}: Bed) => {
          media.setBlocked(true);
        };
        const {state, tones} = await called(html`${phone}`, {meanwhile});
        expect(state).to.equal('active');
        expect(tones).to.deep.equal(['waiting']);
        expect(refusals()).to.deep.equal([]);
      });
    }
  }

  it('a policy answers callers without any header field', async () => {
    const phone = document.createElement('sip-phone');
    phone.autoAnswer = () => true;
    expect((await called(html`${phone}`, {headers: {}})).state).to.equal('active');
  });

  it('wins over the attribute that was there before, with the same words too', async () => {
    const phone = document.createElement('sip-phone');
    phone.hidden = true;
    phone.setAttribute('auto-answer', CALLER);
    phone.autoAnswer = CALLER;
    expect((await called(html`${phone}`)).state).to.equal('active');
  });
});
