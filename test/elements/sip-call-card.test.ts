import {expect} from '@open-wc/testing';
import {sendKeys, sendMouse} from '@web/test-runner-commands';
import '../../src/define/sip-call-card.js';
import '../../src/i18n/de.js';
import '../../src/i18n/he.js';
import type {EndCause} from '../../src/core/call/end-reason.js';
import type {SipCallCardElement} from '../../src/elements/sip-call-card.js';
import type {SipDialButtonElement} from '../../src/elements/sip-dial-button.js';
import {captureWarnings, html, listen, registeredPhone, settle} from './owners.js';

const LOST: readonly EndCause[] = ['dialog-gone', 'connection-error', 'media-timeout', 'timeout', 'session-expired'];

async function bench() {
  const owner = await registeredPhone(
    html`<sip-call-list
      ><template
        ><sip-call><sip-call-card></sip-call-card></sip-call></template
    ></sip-call-list>`,
  );
  const cards = () => [...owner.phone.querySelectorAll<SipCallCardElement>('sip-call-card')];
  const within = (selector: string) => cards()[0]?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  return {...owner, cards, within, offer: () => within('sip-dial-button') as SipDialButtonElement | null};
}

type Bench = Awaited<ReturnType<typeof bench>>;

/** A conversation with Bob that is lost. */
async function lost({phone, engine}: Bench, cause: EndCause = 'dialog-gone', uri = 'sip:bob@example.com') {
  const session = engine.ring({name: 'Bob', uri});
  await phone.calls.at(-1)!.answer();
  session.hangup({by: 'system', cause, failed: true});
  await settle();
}

const invites = ({engine}: Bench) => engine.log.filter((line) => line.startsWith('invite '));
const words = (element: Element | null) => element?.shadowRoot?.textContent.replace(/\s+/g, ' ').trim();

describe('<sip-call-card>', () => {
  let warnings: ReturnType<typeof captureWarnings>;

  beforeEach(() => {
    warnings = captureWarnings(); // The phone logs failed calls.
  });

  afterEach(() => {
    document.documentElement.lang = 'en';
    warnings.restore();
  });

  for (const cause of LOST) {
    it(`says why a conversation broke off and offers to call back: ${cause}`, async () => {
      const card = await bench();
      await lost(card, cause);
      expect(card.within('sip-status')!.matches(':state(urgent)')).to.equal(true);
      expect(words(card.within('sip-caller'))).to.contain('Bob');
      expect(words(card.offer())).to.equal('Call back');
      await expect(card.cards()[0]).to.be.accessible();
    });
  }

  it('calls back at a click, and then shows the new call alone', async () => {
    const card = await bench();
    await lost(card);
    const {x, y, width, height} = card.offer()!.getBoundingClientRect();
    await sendMouse({type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)]});
    await settle();
    expect(invites(card)).to.deep.equal(['invite sip:bob@example.com']);
    expect(card.phone.calls.map(({state}) => state)).to.deep.equal(['requesting']);
    expect(card.cards()).to.have.length(1);
    expect(card.offer() === null).to.equal(true);
  });

  it('is reached by keyboard, and calls nobody before a key is pressed there', async () => {
    const card = await bench();
    await lost(card);
    card.within('[part=dismiss]')!.focus();
    await sendKeys({press: 'Tab'});
    expect(card.cards()[0]!.shadowRoot!.activeElement?.localName).to.equal('sip-dial-button');
    expect(invites(card)).to.deep.equal([]);
    await sendKeys({press: 'Enter'});
    await settle();
    expect(invites(card)).to.deep.equal(['invite sip:bob@example.com']);
  });

  it('does not put the focus on the offer: a key meant for the call would dial', async () => {
    const card = await bench();
    const session = card.engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
    await card.phone.calls[0]!.answer();
    await settle();
    card.within('sip-hangup-button')!.focus();
    session.hangup({by: 'system', cause: 'dialog-gone', failed: true});
    await settle();
    await sendKeys({press: 'Enter'});
    await settle();
    expect(card.offer() === null).to.equal(false);
    expect(invites(card)).to.deep.equal([]);
  });

  it('can be cleared away instead', async () => {
    const card = await bench();
    await lost(card);
    card.within('[part=dismiss]')!.click();
    await settle();
    expect(card.cards()).to.have.length(0);
    expect(invites(card)).to.deep.equal([]);
  });

  it('stays when the page prevents the call', async () => {
    const card = await bench();
    await lost(card);
    card.phone.addEventListener('sip-dial-request', (event) => {
      event.preventDefault();
    });
    card.offer()!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(invites(card)).to.deep.equal([]);
    expect(card.offer() === null).to.equal(false);
  });

  for (const uri of [
    'sip:anonymous@anonymous.invalid',
    'sip:',
    'urn:service:sos',
    'javascript:alert(1)',
    'sip:bob@a b',
  ]) {
    it(`offers nothing where nobody can be called: ${uri}`, async () => {
      const card = await bench();
      const errors = listen(card.phone, 'sip-error');
      await lost(card, 'dialog-gone', uri);
      expect(card.within('sip-status')!.matches(':state(urgent)')).to.equal(true);
      expect(card.offer() === null).to.equal(true);
      expect(errors).to.deep.equal([]);
    });
  }

  it('offers nothing after an end that somebody chose, nor for a call that was never answered', async () => {
    const card = await bench();
    const session = card.engine.ring();
    await card.phone.calls[0]!.answer();
    session.hangup();
    await settle();
    expect(card.offer() === null).to.equal(true);
    card.phone.calls[0]!.dismiss();
    card.phone.dial('1002');
    await settle();
    card.engine.last.hangup({by: 'system', cause: 'timeout', failed: true});
    await settle();
    expect(card.cards()).to.have.length(1);
    expect(card.offer() === null).to.equal(true);
  });

  it('makes the offer in the language of the page, in its direction', async () => {
    const card = await bench();
    await lost(card);
    for (const [lang, label, dir] of [
      ['de', 'Zurückrufen', 'ltr'],
      ['he', 'חיוג חוזר', 'rtl'],
    ] as const) {
      document.documentElement.lang = lang;
      await settle();
      expect(words(card.offer())).to.equal(label);
      expect(getComputedStyle(card.offer()!).direction).to.equal(dir);
    }
  });

  it('lets mute and hang up while the call is brought back', async () => {
    const card = await bench();
    const session = card.engine.ring({name: 'Bob'});
    await card.phone.calls[0]!.answer();
    session.lose();
    await settle();
    expect(words(card.within('sip-status'))).to.equal('Reconnecting the call…');
    card.within('sip-mute-button')!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(session.muted.audio).to.equal(true);
    await expect(card.cards()[0]).to.be.accessible();
    card.within('sip-hangup-button')!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(session.over).to.equal(true);
  });
});
