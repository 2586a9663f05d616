// This file imports nothing of `src/sip/`. Our patches change modules and prototypes of SIP.js, so the defects shown
// here would be gone. The tests of our phone are in stock-replies.test.ts.
import {expect} from '@open-wc/testing';
import {SessionState, SIPExtension} from 'sip.js';
import {holdLongTimers} from '../contract/long-timers.js';
import {rawRequest} from './harness/raw-message.js';
import {closeStockPhones, stockAnswered, stockCalled, StockPhone, stockRinging} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(closeStockPhones);

const HOUR = 3_600_000;

/** Delivers a message to SIP.js as its socket does. */
const receive = (phone: StockPhone, text: string) => () => phone.agent.transport.onMessage?.(text);

describe('SIP.js as it comes', () => {
  it('list B: session timers stock SIP.js: neither asks for them nor grants them', async () => {
    const phone = await StockPhone.connected();
    const {invite} = await stockRinging(phone);
    expect(invite.header('supported')).not.to.contain('timer');
    expect(invite.header('session-expires')).to.equal('');
    const headers = ['Require: timer', 'Supported: timer', 'Session-Expires: 90;refresher=uas'];
    const {invitation} = await stockCalled(phone, {headers});
    await invitation.accept();
    const ok = await phone.server.next('200 INVITE');
    expect(ok.header('session-expires')).to.equal('');
  });

  it('list B: UPDATE stock SIP.js: does not allow it, and answers 405', async () => {
    const call = await stockAnswered(await StockPhone.connected());
    expect(call.invite.header('allow')).not.to.contain('UPDATE');
    call.request('UPDATE', 1);
    await call.phone.server.next('405 UPDATE');
  });

  it('list B: Require stock SIP.js: rings although it does not understand what is required', async () => {
    const phone = await StockPhone.connected();
    await stockCalled(phone, {headers: ['Require: foo']});
    expect(phone.server.count('420 INVITE')).to.equal(0);
  });

  for (const type of ['Application/SDP', 'application/sdp;charset=utf-8']) {
    it(`list B: body type stock SIP.js: hangs up on an answer of type ${type}`, async () => {
      const {phone, invite, inviter, far} = await stockRinging(await StockPhone.connected());
      const [from, to, callId] = ['from', 'to', 'call-id'].map((name) => invite.header(name));
      phone.server.deliver(
        [
          'SIP/2.0 200 OK',
          `Via: ${invite.header('via')}`,
          `From: ${from!}`,
          `To: ${to!};tag=peer`,
          `Call-ID: ${callId!}`,
          `CSeq: ${invite.header('cseq')}`,
          'Contact: <sip:bob@peer.invalid;transport=ws>',
        ],
        await far.answer(invite.body),
        type,
      );
      await phone.server.next('BYE');
      expect(inviter.state).to.equal(SessionState.Terminated);
    });
  }

  it('list B: PRACK stock SIP.js: sees no 100rel that is not in lower case', async () => {
    const {phone, invite} = await stockRinging(await StockPhone.connected());
    phone.server.respond(invite, 180, {headers: ['Require: 100REL', 'RSeq: 7']});
    await turn();
    expect(phone.server.count('PRACK')).to.equal(0);
  });

  it('list B: Replaces in stock SIP.js: fails to take the place of a call that still rings', async () => {
    const phone = await StockPhone.connected({sipExtensionReplaces: SIPExtension.Supported});
    const {invite, inviter} = await stockRinging(phone);
    phone.server.respond(invite, 180);
    const replaces = `Replaces: ${invite.header('call-id')};to-tag=${invite.tag('from')};from-tag=peer`;
    const {invitation} = await stockCalled(phone, {headers: [replaces]});
    const errors: unknown[] = [];
    const note = (event: PromiseRejectionEvent) => {
      event.stopImmediatePropagation();
      event.preventDefault();
      errors.push(event.reason);
    };
    window.addEventListener('unhandledrejection', note, {capture: true});
    await invitation.accept();
    await until(() => errors.length > 0, 'the error that nobody handles');
    window.removeEventListener('unhandledrejection', note, {capture: true});
    expect(phone.server.count('CANCEL')).to.equal(0);
    expect(inviter.state).to.equal(SessionState.Establishing);
  });

  it('list B: PRACK out of dialog stock SIP.js: throws, and answers nothing', async () => {
    const phone = await StockPhone.connected();
    expect(receive(phone, rawRequest({RAck: '1 1 INVITE'}, {method: 'PRACK'}))).to.throw();
    await turn();
    expect(phone.server.summaries()).to.deep.equal([]);
  });

  it('list B: unhandled throws stock SIP.js: out of the handler of the socket', async () => {
    const {phone, invite, inviter} = await stockRinging(await StockPhone.connected());
    expect(receive(phone, rawRequest({}, {uri: 'tel:+15551234'}))).to.throw();
    const lines = ['via', 'from', 'to', 'call-id'].map((name) => `${name}: ${invite.header(name)}`);
    const response = ['SIP/2.0 700 What', ...lines, `CSeq: ${invite.header('cseq')}`, 'Content-Length: 0', '', ''];
    expect(receive(phone, response.join('\r\n'))).to.throw();
    expect(inviter.state).to.equal(SessionState.Establishing);
  });

  it('list B: UAC ring timer stock SIP.js: nothing ends a call that nobody answers, or whose CANCEL nobody hears', async () => {
    const timers = holdLongTimers();
    try {
      const {phone, invite, inviter} = await stockRinging(await StockPhone.connected());
      phone.server.respond(invite, 180);
      timers.clock.advance(HOUR);
      await turn();
      expect(inviter.state).to.equal(SessionState.Establishing);
      await inviter.cancel();
      await phone.server.next('CANCEL');
      timers.clock.advance(HOUR);
      await turn();
      expect(inviter.state).to.equal(SessionState.Terminating);
    } finally {
      timers.restore();
    }
  });
});
