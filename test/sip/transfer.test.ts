import {expect} from '@open-wc/testing';
import type {SipSession, TransferNews, TransferRequest} from '../../src/core/engine/sip-engine.js';
import {SipError} from '../../src/core/errors.js';
import {answered, called, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const NOTIFY = ['Event: refer', 'Subscription-State: active;expires=60'];
const LAST = ['Event: refer', 'Subscription-State: terminated;reason=noresource'];
const SIPFRAG = 'message/sipfrag;version=2.0';

/** Asks for a transfer; returns its news, and the result of the request. */
function transfer(session: SipSession, target: TransferRequest['target'], headers: Record<string, string> = {}) {
  const news: TransferNews[] = [];
  const done = session.transfer({target, headers, news: (what) => news.push(what)}).then(
    () => 'accepted',
    (error: unknown) => (error instanceof SipError ? `${error.code} ${String(error.status)}` : String(error)),
  );
  return {news, done, told: (count: number) => until(() => news.length >= count, `${String(count)} news`)};
}

/** A transfer that the far end has accepted. */
async function accepted(line: PhoneLine, call: OutboundCall) {
  const asked = transfer(call.session, 'sip:carol@example.com');
  const refer = await line.server.next('REFER');
  line.server.respond(refer, 202);
  expect(await asked.done).to.equal('accepted');
  return {...asked, refer};
}

describe('REFER', () => {
  it('names the target in angle brackets, and who refers', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const {refer} = await accepted(line, call);
    expect(refer.startLine).to.equal('REFER sip:bob@peer.invalid;transport=ws SIP/2.0');
    expect(refer.all('refer-to')).to.deep.equal(['<sip:carol@example.com>']);
    expect(refer.all('referred-by')).to.deep.equal(['<sip:alice@example.com>']);
    expect(refer.all('contact')).to.have.length(1);
    expect(refer.header('call-id')).to.equal(call.invite.header('call-id'));
  });

  it('keeps parameters of the target inside, and takes header fields along but its own', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    void transfer(session, 'sip:carol@example.com;transport=ws', {'X-Case': '4\r\n2', 'Referred-By': '<sip:me@a.b>'});
    const refer = await line.server.next('REFER');
    expect(refer.header('refer-to')).to.equal('<sip:carol@example.com;transport=ws>');
    expect(refer.header('x-case')).to.equal('4 2');
    expect(refer.all('referred-by')).to.deep.equal(['<sip:me@a.b>']);
    expect(await transfer(session, 'carol', {'Refer-To': 'x'}).done).to.equal('invalid-argument undefined');
    expect(await transfer(session, 'two words').done).to.equal('invalid-address undefined');
    line.server.respond(refer, 202);
  });

  it('tells what the NOTIFYs in the dialog say, and answers each', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const {news, told, refer} = await accepted(line, call);
    const id = `Event: refer;id=${refer.header('cseq').split(' ')[0] ?? ''}`;
    call.request('NOTIFY', 1, 'SIP/2.0 100 Trying\r\n', NOTIFY, SIPFRAG);
    call.request('NOTIFY', 2, 'SIP/2.0 180 Ringing\r\nTo: x\r\n', [id, NOTIFY[1]!], SIPFRAG);
    call.request('NOTIFY', 3, 'SIP/2.0 180 Other', ['Event: refer;id=99999', NOTIFY[1]!], SIPFRAG);
    call.request('NOTIFY', 4, 'SIP/2.0 180 Other', ['Event: presence', NOTIFY[1]!], SIPFRAG);
    call.request('NOTIFY', 5, 'SIP/2.0 486 Busy\u202e Here', LAST, SIPFRAG);
    await told(3);
    await until(() => line.server.count('200 NOTIFY') === 5, 'five answers');
    expect(news).to.deep.equal([
      {status: 100, reason: 'Trying', last: false},
      {status: 180, reason: 'Ringing', last: false},
      {status: 486, reason: 'Busy Here', last: true},
    ]);
  });

  it('a NOTIFY may come before the answer, may say nothing, and after the result none counts', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const {news, told, done} = transfer(call.session, 'carol');
    const refer = await line.server.next('REFER');
    call.request('NOTIFY', 1, 'SIP/2.0 100 Trying', NOTIFY, SIPFRAG);
    call.request('NOTIFY', 2, '', ['Event: refer', 'Subscription-State: terminated;reason=timeout']);
    await told(2);
    line.server.respond(refer, 200);
    expect(await done).to.equal('accepted');
    call.request('NOTIFY', 3, 'SIP/2.0 200 OK', LAST, SIPFRAG);
    call.request('NOTIFY', 4, 'SIP/2.0 503 Late', LAST, SIPFRAG);
    await until(() => line.server.count('200 NOTIFY') === 4, 'four answers');
    await turn();
    expect(news.map(({status, last}) => [status, last])).to.deep.equal([
      [100, false],
      [0, true],
      [200, true],
    ]);
  });

  for (const status of [302, 400, 405, 481, 500, 503, 603]) {
    it(`that is answered ${String(status)} leaves the call alone`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const asked = transfer(call.session, 'carol');
      line.server.respond(await line.server.next('REFER'), status);
      expect(await asked.done).to.equal(`transfer-failed ${String(status)}`);
      expect(call.log.ends).to.deep.equal([]);
      call.request('NOTIFY', 1, 'SIP/2.0 200 OK', LAST, SIPFRAG);
      await line.server.next('200 NOTIFY');
      await turn();
      expect(asked.news).to.deep.equal([]);
    });
  }

  it('that is never answered counts as 408 after 32 s, and the call goes on', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const asked = transfer(call.session, 'carol');
    await line.server.next('REFER');
    line.clock.advance(32_000);
    expect(await asked.done).to.equal('transfer-failed 408');
    expect(call.log.ends).to.deep.equal([]);
  });

  it('goes again with the password that is asked for, and is still known by its number', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const asked = transfer(call.session, 'carol');
    const first = await line.server.next('REFER');
    line.server.respond(first, 407, {headers: ['Proxy-Authenticate: Digest realm="x", nonce="n", qop="auth"']});
    const second = await line.server.next('REFER');
    expect(second.header('proxy-authorization')).to.contain('Digest');
    line.server.respond(second, 202);
    await asked.done;
    const id = second.header('cseq').split(' ')[0] ?? '';
    call.request('NOTIFY', 1, 'SIP/2.0 100 Trying', [`Event: refer;id=${id}`, NOTIFY[1]!], SIPFRAG);
    await asked.told(1);
  });

  it('BYE right after 202: the call is over, and nothing fails', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await accepted(line, call);
    call.request('BYE', 1);
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(line.failures).to.deep.equal([]);
  });

  it('without a subscription (RFC 4488) the acceptance is all that is told', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const asked = transfer(call.session, 'carol');
    line.server.respond(await line.server.next('REFER'), 200, {headers: ['Refer-Sub: false']});
    await asked.told(1);
    expect(asked.news).to.deep.equal([{status: 200, reason: '', last: true}]);
  });

  it('crosses a REFER of the far end: both are answered', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const asked = transfer(call.session, 'carol');
    const refer = await line.server.next('REFER');
    call.request('REFER', 1, '', ['Refer-To: <sip:dave@example.com>']);
    await until(() => call.log.referrals.length > 0, 'a referral');
    call.log.referrals[0]!.reject(603);
    await line.server.next('603 REFER');
    line.server.respond(refer, 202);
    expect(await asked.done).to.equal('accepted');
  });
});

describe('REFER with Replaces', () => {
  it('names the dialog of the other call as its far end does, escaped; its address where the Contact is none', async () => {
    const line = await PhoneLine.connected();
    const first = await answered(line);
    const {session} = await called(line, {from: '<sip:carol@example.com>'});
    const place = line.incoming[0]!.session;
    expect(await transfer(first.session, place).done).to.equal('invalid-state undefined');
    void transfer(session, 'dave');
    const other = await answered(line);
    void transfer(first.session, other.session);
    const refer = await line.server.next('REFER');
    const callId = encodeURIComponent(other.invite.header('call-id'));
    const tag = other.invite.tag('from');
    expect(refer.header('refer-to')).to.equal(
      `<sip:bob@example.com?Replaces=${callId}%3Bto-tag%3Dpeer%3Bfrom-tag%3D${tag}>`,
    );
    line.server.respond(refer, 202);
  });

  it('goes to the Contact of the far end where a server can find that, with its parameters', async () => {
    const line = await PhoneLine.connected();
    const first = await answered(line);
    const {session, log} = line.dial('sip:carol@example.com');
    await session.invite();
    const invite = await line.server.next('INVITE');
    const contact = '<sip:carol@example.com;gr=urn:uuid:1;ob>';
    line.server.respond(invite, 200, {contact, body: await line.farEnd().answer(invite.body)});
    await log.until('established');
    void transfer(first.session, session);
    const refer = await line.server.next('REFER');
    expect(refer.header('refer-to')).to.match(/^<sip:carol@example\.com;gr=urn:uuid:1;ob\?Replaces=[^<>]+>$/);
    line.server.respond(refer, 202);
  });
});
