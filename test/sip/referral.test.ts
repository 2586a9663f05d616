import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {closeStockPhones, stockAnswered, StockPhone} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

const REFER_TO = 'Refer-To: <sip:carol@example.com?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2&Subject=x>';
const REFERRED_BY = 'Referred-By: "Bob" <sip:bob@example.com>';

/** The far end asks for a transfer; resolves when it has reached the page. */
async function referred(call: OutboundCall, headers = [REFER_TO, REFERRED_BY]) {
  call.request('REFER', 1, '', headers);
  await until(() => call.log.referrals.length > 0, 'a referral');
  return call.log.referrals[0]!;
}

const state = (notify: SipMessage) => notify.header('subscription-state').split(';')[0];

describe('a transfer that the far end asks for', () => {
  it('A12 stock SIP.js: the first news of a followed REFER says that there will be no more', async () => {
    const phone = await StockPhone.connected();
    const call = await stockAnswered(phone);
    call.request('REFER', 1, {headers: [REFER_TO]});
    phone.server.respond(await phone.server.next('INVITE'), 100);
    const news = await phone.server.next('NOTIFY');
    expect(news.body).to.equal('SIP/2.0 100 Phrase');
    expect(state(news)).to.equal('terminated');
  });

  it('A12: it stays open until there is a result', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const referral = await referred(call);
    referral.accept();
    await line.server.next('202 REFER');
    referral.report(180, 'Ringing');
    referral.report(486, 'Busy Here');
    referral.report(200, 'OK');
    const news = [];
    for (let count = 0; count < 3; count += 1) {
      const notify = await line.server.next('NOTIFY');
      line.server.respond(notify, 200);
      news.push(`${String(state(notify))} ${notify.body.trim()}`);
    }
    await turn();
    expect(news).to.deep.equal([
      'active SIP/2.0 100 Trying',
      'active SIP/2.0 180 Ringing',
      'terminated SIP/2.0 486 Busy Here',
    ]);
    expect(line.server.count('NOTIFY')).to.equal(3);
  });

  it('nobody is told any more who does not want to know', async () => {
    const line = await PhoneLine.connected();
    const referral = await referred(await answered(line));
    referral.accept();
    line.server.respond(await line.server.next('NOTIFY'), 481);
    await turn();
    referral.report(200, 'OK');
    await turn();
    expect(line.server.count('NOTIFY')).to.equal(1);
  });

  it('nobody is told who has hung up, and it can be followed all the same', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const referral = await referred(call);
    referral.accept();
    line.server.respond(await line.server.next('NOTIFY'), 200);
    call.request('BYE', 2);
    await call.log.end();
    await line.engine
      .createSession(referral.target, {media: {audio: true, video: false}, headers: {}, referral})
      .invite();
    expect((await line.server.next('INVITE')).header('replaces')).to.equal('abc;to-tag=1;from-tag=2');
    referral.report(180, 'Ringing');
    await turn();
    expect(line.server.count('NOTIFY')).to.equal(1);
    expect(line.failures).to.deep.equal([]);
  });

  it('A13 stock SIP.js: the INVITE has two Contact and two Allow header fields', async () => {
    const phone = await StockPhone.connected();
    const call = await stockAnswered(phone);
    call.request('REFER', 1, {headers: [REFER_TO]});
    const invite = await phone.server.next('INVITE');
    expect(invite.all('contact')).to.have.length(2);
    expect(invite.all('allow')).to.have.length(2);
  });

  it('A13: it has one of each, Referred-By, and the dialog to replace; nothing else out of Refer-To', async () => {
    const line = await PhoneLine.connected();
    const referral = await referred(await answered(line));
    expect(referral.target).to.equal('sip:carol@example.com');
    expect(referral.attended).to.equal(true);
    expect(referral.referredBy).to.include({name: 'Bob', user: 'bob'});
    referral.accept();
    const options = {media: {audio: true, video: false}, headers: {}, referral};
    await line.engine.createSession(referral.target, options).invite();
    const invite = await line.server.next('INVITE');
    expect(invite.all('contact')).to.have.length(1);
    expect(invite.all('allow')).to.have.length(1);
    expect(invite.header('replaces')).to.equal('abc;to-tag=1;from-tag=2');
    expect(invite.header('referred-by')).to.equal('"Bob" <sip:bob@example.com>');
    expect(invite.all('subject')).to.deep.equal([]);
    expect(invite.startLine).to.equal('INVITE sip:carol@example.com SIP/2.0');
  });

  for (const [what, referTo] of [
    ['with broken escapes in Replaces', '<sip:carol@example.com?Replaces=%zz>'],
    [
      'whose Replaces ends in the middle of an escape',
      '<sip:carol@example.com?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2%>',
    ],
    ['whose Replaces is no UTF-8', '<sip:carol@example.com?Replaces=%E9%3Bto-tag%3D1%3Bfrom-tag%3D2>'],
    ['with line ends in Replaces', '<sip:carol@example.com?Replaces=a%0D%0AX-Evil:1%3Bto-tag%3D1%3Bfrom-tag%3D2>'],
    ['with NUL in Replaces', '<sip:carol@example.com?replaces=a%00%3Bto-tag%3D1%3Bfrom-tag%3D2>'],
    ['with a Replaces that names no dialog', '<sip:carol@example.com?Replaces=abc>'],
    ['with an empty Replaces', '<sip:carol@example.com?Replaces=>'],
    ['that names nobody', '<>'],
    ['with broken escapes for an address', '<sip:%zz?Replaces=%zz>'],
  ] as const) {
    it(`is answered 400 and leaves the call as it is: ${what}`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      call.request('REFER', 1, '', [`Refer-To: ${referTo}`]);
      await line.server.next('400 REFER');
      await turn();
      expect(call.log.referrals).to.deep.equal([]);
      expect(call.log.ends).to.deep.equal([]);
      expect(line.failures).to.deep.equal([]);
      // The next referral is accepted.
      call.request('REFER', 2, '', [REFER_TO]);
      await until(() => call.log.referrals.length > 0, 'a referral');
    });
  }

  it('may have escapes of every kind where it names somebody', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const referTo =
      'Refer-To: <sip:%zz%E9@example.com?Replaces=a%40b.c%3Bto-tag%3D1%3Bfrom-tag%3D2%3Bearly-only&X-Evil=%zz>';
    const referral = await referred(call, [referTo]);
    const options = {media: {audio: true, video: false}, headers: {}, referral};
    await line.engine.createSession(referral.target, options).invite();
    const invite = await line.server.next('INVITE');
    expect(invite.header('replaces')).to.equal('a@b.c;to-tag=1;from-tag=2;early-only');
    expect(invite.startLine).to.equal('INVITE sip:%25zz%E9@example.com SIP/2.0');
    expect(invite.text).to.not.match(/x-evil/i);
  });
});
