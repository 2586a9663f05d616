import {expect} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import '../../src/define/sip-status.js';
import {SipError} from '../../src/core/errors.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import type {SipStatusElement} from '../../src/elements/sip-status.js';
import {de} from '../../src/i18n/de.js';
import {answeredCall, captureWarnings, fixture, html, ownerBench, registeredPhone, settle, until} from './owners.js';

const inRegions = (status: SipStatusElement, role: string) =>
  [...status.shadowRoot!.querySelectorAll(`[role=${role}]`)].map(({textContent}) => textContent.trim()).join('');

const polite = (status: SipStatusElement) => inRegions(status, 'status');
const urgent = (status: SipStatusElement) => inRegions(status, 'alert');

async function bench(content: TemplateResult = html`<sip-status></sip-status>`) {
  const owner = await registeredPhone(content);
  return {...owner, status: owner.phone.querySelector('sip-status')!};
}

/** A phone whose registration the server refuses. */
async function refused(error: SipError) {
  const {engine, ports} = ownerBench();
  engine.registerFailure = error;
  const {restore} = captureWarnings();
  const phone = await fixture<SipPhoneElement>(
    html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" .ports=${ports}
      ><sip-status></sip-status
    ></sip-phone>`,
  );
  await until(phone, () => phone.status === 'failed');
  await settle();
  restore();
  return {phone, engine, status: phone.querySelector('sip-status')!};
}

describe('<sip-status> of a phone', () => {
  it('is one polite region, and says how things are', async () => {
    const {status, engine} = await bench();
    expect(status.shadowRoot!.querySelectorAll('[role=status]')).to.have.length(1);
    expect(polite(status)).to.equal('Available');
    expect(urgent(status)).to.equal('');
    expect(status.text).to.equal('Available');
    const {restore} = captureWarnings();
    engine.connectFailure = new SipError('server-unreachable', 'Nobody there.');
    engine.loseConnection();
    await settle();
    restore();
    expect(polite(status)).to.equal('Connection lost. Reconnecting…');
  });

  it('speaks the language around it', async () => {
    const {status, phone} = await bench();
    phone.lang = 'de';
    await settle();
    expect(polite(status)).to.equal(de['status.registered']);
    expect(polite(status)).not.to.equal('Available');
  });

  it('says a failure in words and with its status, at once', async () => {
    const {status} = await refused(new SipError('wrong-credentials', 'Refused.', {status: 403}));
    expect(urgent(status)).to.equal('The user name or password is wrong. Check them and try again. (403)');
    expect(polite(status)).to.equal('');
    expect(status.matches(':state(urgent)')).to.equal(true);
  });

  it('shows no number where there is none', async () => {
    const {status} = await refused(new SipError('server-unreachable', 'No answer.'));
    expect(urgent(status)).to.equal('The server cannot be reached. Check your network and try again.');
  });

  it('keeps its regions: one that comes with its text is not announced', async () => {
    const {status, engine, phone} = await refused(new SipError('wrong-credentials', 'Refused.', {status: 403}));
    const regions = [...status.shadowRoot!.querySelectorAll('[role]')];
    engine.registerFailure = undefined;
    await phone.start();
    await settle();
    expect(polite(status)).to.equal('Available');
    expect(urgent(status)).to.equal('');
    expect([...status.shadowRoot!.querySelectorAll('[role]')]).to.deep.equal(regions);
  });

  it('announces who calls, as text, until that is over', async () => {
    const {status, engine} = await bench();
    const session = engine.ring({name: '<b>Bob</b>'});
    await settle();
    expect(urgent(status)).to.equal('Incoming call from <b>Bob</b>');
    expect(status.shadowRoot!.querySelector('b')).to.equal(null);
    session.hangup();
    await settle();
    expect(urgent(status)).to.equal('');
  });

  it('lets the page say it in its own words', async () => {
    const {status} = await bench(html`<sip-status><em slot="registered">Come in</em></sip-status>`);
    expect(status.querySelector('em')!.checkVisibility()).to.equal(true);
    expect(status.shadowRoot!.querySelector('[part=text]')!.checkVisibility()).to.equal(false);
  });

  it('has nothing to say without a phone', async () => {
    const status = await fixture<SipStatusElement>(html`<sip-status></sip-status>`);
    expect(status.text).to.equal('');
    expect(status.matches(':state(empty)')).to.equal(true);
    expect(status.matches(':state(unlinked)')).to.equal(true);
    await expect(status).to.be.accessible();
  });
});

describe('<sip-status of="call">', () => {
  const ofCall = () => bench(html`<sip-call><sip-status of="call"></sip-status></sip-call>`);

  it('says how the call stands', async () => {
    const {status, phone, engine} = await ofCall();
    expect(status.text).to.equal('');
    phone.dial('1002');
    await settle();
    expect(polite(status)).to.equal('Calling…');
    engine.last.ring();
    await settle();
    expect(polite(status)).to.equal('Ringing…');
    engine.last.answer();
    await settle();
    expect(polite(status)).to.equal('Connected');
    engine.last.hold();
    await settle();
    expect(polite(status)).to.equal('The other side has put you on hold');
    engine.last.hangup();
    await settle();
    expect(polite(status)).to.equal('The other side hung up.');
    expect(urgent(status)).to.equal('');
  });

  it('says why a call failed, with its status', async () => {
    const {status, phone, engine} = await ofCall();
    phone.dial('1002');
    await settle();
    engine.last.hangup({cause: 'busy', code: 486, failed: true});
    await settle();
    expect(urgent(status)).to.equal('The line is busy. (486)');
    expect(polite(status)).to.equal('');
  });

  it('says what did not work in a call that goes on', async () => {
    const owner = await ofCall();
    const {call, session} = await answeredCall(owner);
    session.refusal = new SipError('renegotiation-refused', 'The far end said 488.', {status: 488});
    await call.hold().catch((error: unknown) => error);
    await settle();
    expect(polite(owner.status)).to.equal('Connected');
    expect(urgent(owner.status)).to.contain('The other side did not accept the change.');
  });

  it('does not announce who calls a second time', async () => {
    const {status, engine} = await ofCall();
    engine.ring({name: 'Bob'});
    await settle();
    expect(urgent(status)).to.equal('');
    expect(polite(status)).to.equal('Incoming call');
  });
});
