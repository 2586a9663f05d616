import {expect} from '@open-wc/testing';
import {sendKeys, sendMouse} from '@web/test-runner-commands';
import '../../src/define/sip-call-card.js';
import '../../src/define/sip-consent.js';
import '../../src/define/sip-dial-field.js';
import '../../src/define/sip-softphone.js';
import '../../src/i18n/de.js';
import '../../src/i18n/he.js';
import type {SipConsentElement} from '../../src/elements/sip-consent.js';
import {focusedElement} from '../../src/controllers/focus.js';
import {answeredCall, html, listen, registeredPhone, settle, until} from './owners.js';

const CAROL = 'sip:carol@example.com';

/** A conversation on a phone that asks for every consent. */
async function bench(content = html`<sip-call><sip-consent></sip-consent></sip-call>`) {
  const owner = await registeredPhone(content);
  const {phone} = owner;
  Object.assign(phone, {consentRefer: true, consentVideo: true, consentRecording: true});
  await phone.updateComplete;
  const {call, session} = await answeredCall(owner);
  const element = find(phone);
  await element.updateComplete;
  return {...owner, call, session, element};
}

/** Returns the `<sip-consent>` below a node, through shadow roots. */
function find(root: Element): SipConsentElement {
  const found = search(root) ?? (root.shadowRoot && search(root.shadowRoot));
  if (!found) throw new Error('There is no <sip-consent>.');
  return found;
}

function search(root: ParentNode): SipConsentElement | undefined {
  const here = root.querySelector('sip-consent');
  if (here) return here;
  for (const {shadowRoot} of root.querySelectorAll('*')) {
    const inside = shadowRoot && search(shadowRoot);
    if (inside) return inside;
  }
  return undefined;
}

const part = (element: Element, name: string) => element.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`);

const text = (element: Element) => element.shadowRoot!.querySelector('[role=alert]')!.textContent.trim();

/** Clicks with the browser's real mouse. */
async function click(target: HTMLElement): Promise<void> {
  target.scrollIntoView({block: 'center'});
  const {left, top, width, height} = target.getBoundingClientRect();
  await sendMouse({type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)]});
  await settle();
}

describe('<sip-consent>', () => {
  it('shows nothing as long as nothing is asked, and takes no room', async () => {
    const {element} = await bench();
    expect(text(element)).to.equal('');
    expect(part(element, 'allow')).to.equal(null);
    expect(element.matches(':state(awaiting-consent)')).to.equal(false);
    expect(element.getBoundingClientRect().height).to.equal(0);
  });

  it('asks who wants to connect us with whom; allowed by a click, it is done', async () => {
    const {phone, element, session, engine} = await bench();
    const refers = listen(phone, 'sip-refer');
    session.refer(CAROL);
    await settle();
    expect(refers).to.have.length(1);
    expect(text(element)).to.equal('caller wants to connect you with carol@example.com.');
    expect(element.matches(':state(awaiting-consent)')).to.equal(true);
    expect(phone.querySelector('sip-call')!.matches(':state(awaiting-consent)')).to.equal(true);
    await click(part(element, 'allow')!);
    expect(engine.last.remoteIdentity.uri).to.equal(CAROL);
    expect(session.log).to.include('refer accepted');
    expect(session.log).to.not.include('report 603 Declined');
  });

  it('refused by the keyboard, it is not', async () => {
    const {phone, element, session} = await bench();
    session.refer(CAROL);
    await settle();
    part(element, 'refuse')!.focus();
    await sendKeys({press: 'Enter'});
    await settle();
    expect(session.log.at(-1)).to.equal('report 603 Declined');
    expect(phone.calls).to.have.length(1);
    expect(text(element)).to.equal('');
  });

  it('asks whether somebody else may take the place of the far end, whose address is shown beside the name', async () => {
    const {phone, element, session, engine, call} = await bench();
    phone.consentReplaces = true;
    await phone.updateComplete;
    engine.ring({name: 'Carol', uri: CAROL, replaces: session});
    await settle();
    expect(text(element)).to.equal('Carol (carol@example.com) wants to take the place of caller in this call.');
    await click(part(element, 'allow')!);
    expect(engine.last.log).to.deep.equal(['accept']);
    expect(call.snapshot.remoteIdentity.uri).to.equal(CAROL);
    expect(text(element)).to.equal('');
  });

  for (const [what, content, asks] of [
    ['our own face asks, without an attribute', html``, true],
    ["a face of the page's does not: they ring", html`<sip-call><sip-consent></sip-consent></sip-call>`, false],
  ] as const) {
    it(`about who takes the place of the far end, ${what}`, async () => {
      const owner = await registeredPhone(content);
      const {session} = await answeredCall(owner);
      owner.engine.ring({uri: CAROL, replaces: session});
      await settle();
      expect(owner.phone.calls).to.have.length(asks ? 1 : 2);
      expect(owner.phone.calls[0]!.snapshot.consents.map(({kind}) => kind)).to.deep.equal(asks ? ['replaces'] : []);
      expect(owner.engine.last.log).to.deep.equal([]);
    });
  }

  it('asks about a picture and a recording, one at a time; the buttons of one are not those of the next', async () => {
    const {element, session, call} = await bench();
    const welcome = session.offerPicture();
    const recorded = call.startRecording();
    await settle();
    expect(text(element)).to.equal('The other side wants to show you a picture.');
    const allow = part(element, 'allow')!;
    await click(allow);
    expect(await welcome).to.equal(true);
    expect(text(element)).to.equal('This call is to be recorded.');
    expect(call.snapshot.recording).to.equal(false);
    allow.click();
    await settle();
    expect(call.snapshot.recording).to.equal(false);
    await click(part(element, 'allow')!);
    await recorded;
    expect(call.snapshot.recording).to.equal(true);
    await call.stopRecording();
  });

  it('does not take the focus from anybody', async () => {
    const {phone, session} = await bench(
      html`<sip-dial-field></sip-dial-field><sip-call><sip-consent></sip-consent></sip-call>`,
    );
    const field = phone.querySelector('sip-dial-field')!;
    field.focus();
    await sendKeys({type: '12'});
    session.refer(CAROL);
    await settle();
    await sendKeys({type: '34'});
    expect(field.value).to.equal('1234');
    field.blur();
    session.refer(CAROL);
    await settle();
    expect(focusedElement(document)).to.equal(document.body);
  });

  it('is in the card, last, where nothing moves away for it; whoever answers by keyboard stays in the card', async () => {
    const {element, session, phone} = await bench(html`<sip-call></sip-call>`);
    const card = (element.getRootNode() as ShadowRoot).host;
    const mute = card.shadowRoot!.querySelector('sip-mute-button')!;
    const before = mute.getBoundingClientRect().top;
    session.refer(CAROL);
    await settle();
    expect(mute.getBoundingClientRect().top).to.equal(before);
    await expect(card).to.be.accessible();
    for (let tab = 0; tab < 20 && focusedElement(document) !== part(element, 'refuse'); tab++)
      await sendKeys({press: 'Tab'});
    expect(focusedElement(document)).to.equal(part(element, 'refuse'));
    await sendKeys({press: 'Space'});
    await settle();
    expect(phone.calls).to.have.length(1);
    expect(card.shadowRoot!.contains((focusedElement(document)!.getRootNode() as ShadowRoot).host)).to.equal(true);
  });

  it('stays when whoever wants it has hung up', async () => {
    const {element, session, engine} = await bench(html`<sip-call></sip-call>`);
    session.refer(CAROL);
    session.hangup();
    await settle();
    expect(text(element)).to.contain('carol@example.com');
    await click(part(element, 'allow')!);
    expect(engine.last.remoteIdentity.uri).to.equal(CAROL);
  });

  it('of a phone asks for whichever of its calls wants to know', async () => {
    const {phone, engine, element, session} = await bench(html`<sip-consent></sip-consent>`);
    session.refer(CAROL);
    const other = engine.ring({name: 'Dora'});
    await phone.calls.at(-1)!.answer();
    await settle();
    expect(phone.activeCall!.snapshot.remoteIdentity.name).to.equal('Dora');
    await click(part(element, 'refuse')!);
    expect(session.log.at(-1)).to.equal('report 603 Declined');
    expect(other.log).to.deep.equal(['accept']);
  });

  it('can be stopped by the page', async () => {
    const {phone, element, session, call} = await bench();
    phone.addEventListener('sip-consent-request', (event) => {
      event.preventDefault();
    });
    session.refer(CAROL);
    await settle();
    await click(part(element, 'allow')!);
    expect(phone.calls).to.have.length(1);
    expect(call.snapshot.consents).to.have.length(1);
  });

  for (const scheme of ['light', 'dark']) {
    it(`can be read and used with assistive technology, ${scheme}`, async () => {
      const {element, session, phone} = await bench();
      phone.style.colorScheme = scheme;
      phone.style.background = scheme === 'dark' ? '#111' : '#fff';
      await expect(element).to.be.accessible();
      session.refer(CAROL);
      await settle();
      await expect(element).to.be.accessible();
    });
  }

  it('speaks the languages that there are', async () => {
    const {element, session, phone} = await bench();
    session.refer(CAROL);
    for (const [lang, words] of [
      ['de', 'verbinden'],
      ['he', 'לחבר'],
    ] as const) {
      phone.lang = lang;
      await settle();
      expect(text(element)).to.contain(words);
      expect(element.shadowRoot!.querySelector('[role=group]')!.getAttribute('dir')).to.equal(
        lang === 'he' ? 'rtl' : 'ltr',
      );
    }
  });

  it('shows what comes over the network as text', async () => {
    const {element, session} = await bench();
    session.refer('sip:<img src=x>@example.com');
    await settle();
    expect(text(element)).to.contain('<img src=x>@example.com');
    expect(element.shadowRoot!.querySelector('img')).to.equal(null);
  });
});

describe('<sip-phone> and consent', () => {
  it('refuses a transfer without consent-refer', async () => {
    const owner = await registeredPhone(html`<sip-call><sip-consent></sip-consent></sip-call>`);
    const {session} = await answeredCall(owner);
    session.refer(CAROL);
    await settle();
    expect(session.log.at(-1)).to.equal('refer 603');
    owner.phone.setAttribute('consent-refer', '');
    await owner.phone.updateComplete;
    session.refer(CAROL);
    await settle();
    expect(owner.phone.calls[0]!.snapshot.consents).to.have.length(1);
  });

  it('asks without it on its own face, which has a place for the question', async () => {
    const owner = await registeredPhone();
    const {session} = await answeredCall(owner);
    session.refer(CAROL);
    await settle();
    expect(text(find(owner.phone))).to.contain('carol@example.com');
    expect(session.log).not.to.include('refer 603');
  });

  it('lets its property acceptRefer decide, and asks nobody then', async () => {
    const owner = await registeredPhone(html`<sip-call><sip-consent></sip-consent></sip-call>`);
    Object.assign(owner.phone, {acceptRefer: () => true, consentRefer: true});
    await owner.phone.updateComplete;
    await until(owner.phone, () => owner.phone.status === 'registered');
    const {session} = await answeredCall(owner);
    session.refer(CAROL);
    await settle();
    expect(owner.engine.last.remoteIdentity.uri).to.equal(CAROL);
    expect(session.log).to.include('refer accepted');
  });

  it('lets the property acceptRefer decide that was set during the call, which goes on', async () => {
    const owner = await registeredPhone(html`<sip-call><sip-consent></sip-consent></sip-call>`);
    const {session, call} = await answeredCall(owner);
    owner.phone.acceptRefer = () => true;
    await owner.phone.updateComplete;
    session.refer(CAROL);
    await settle();
    expect(session.log).to.include('refer accepted');
    expect(owner.phone.calls[0]).to.equal(call);
  });
});
