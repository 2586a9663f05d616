// A name without visible characters counts as no name, wherever it comes from.
import {expect} from '@open-wc/testing';
import {called, closeLines, PhoneLine, ringing, answered} from './harness/phone-line.js';
import {rawRequest} from './harness/raw-message.js';
import {until} from './harness/until.js';

afterEach(closeLines);

const UNSEEN = [
  '\u200b',
  '\u2060',
  '\u00ad',
  '\u3164',
  '\uffa0',
  '\u115f\u1160',
  '\u034f',
  '\u180e',
  '\ufe0f',
  '\u2800',
];
UNSEEN.push('\u{e0041}\u{e0042}', '\u0301'.repeat(180), '\u200d\u200c', UNSEEN.join(''));

const show = (text: string) =>
  Array.from(text)
    .slice(0, 3)
    .map((char) => char.codePointAt(0)!.toString(16))
    .join(' ');

describe('a name that nobody can see', () => {
  for (const name of UNSEEN) {
    it(`is none: ${show(name)}`, async () => {
      const line = await PhoneLine.connected({trustedIdentity: true, messages: true});
      // The name in From, and the user part.
      const {session} = await called(line, {from: `"${name}" <sip:bob@example.com>`});
      expect(session.remoteIdentity).to.include({name: '', user: 'bob'});
      const hidden = await called(line, {from: `${name} <sip:${encodeURIComponent(name)}@example.com>`});
      expect(hidden.session.remoteIdentity).to.include({name: '', user: ''});
      // The identity that a server asserts.
      for (const header of ['P-Asserted-Identity', 'Remote-Party-ID']) {
        const asserted = await called(line, {
          headers: [`${header}: "${name}" <sip:carol@example.com>`, `X-Who: ${name}`],
        });
        expect(asserted.session.remoteIdentity, header).to.include({name: '', user: 'carol'});
        expect(asserted.session.inviteRequest!.getHeader('x-who')).to.equal('');
      }
      // The sender of a message.
      line.server.sockets
        .at(-1)!
        .deliver(
          rawRequest(
            {From: `"${name}" <sip:bob@example.com>;tag=1`, 'Content-Type': 'text/plain'},
            {method: 'MESSAGE', body: 'hi'},
          ),
        );
      await until(() => line.messages.length > 0, 'a message');
      expect(line.messages[0]!.from).to.include({name: '', user: 'bob'});
      // The sender of a REFER, and the reason of an end.
      const call = await answered(line);
      call.request('REFER', 1, '', [
        'Refer-To: <sip:carol@example.com>',
        `Referred-By: "${name}" <sip:bob@example.com>`,
      ]);
      await until(() => call.log.referrals.length > 0, 'a referral');
      expect(call.log.referrals[0]!.referredBy).to.include({name: '', user: 'bob'});
      const other = await ringing(line);
      line.server.respond(other.invite, 486, {phrase: name});
      expect((await other.log.end()).reason).to.equal('');
    });
  }

  it('does not make another one out of a name that is seen', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line, {
      from: `"Bo\u200bb\u2060 کتاب‌خانه${'\u0301'.repeat(180)}" <sip:bob@example.com>`,
    });
    expect(session.remoteIdentity.name).to.equal(`Bob کتاب‌خانه${'\u0301'.repeat(10)}`);
  });
});
