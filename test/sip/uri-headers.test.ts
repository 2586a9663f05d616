// Header fields in a URI are for links on pages (RFC 3261 section 19.1.1, table 1): the phone never dials with them.
import {expect} from '@open-wc/testing';
import {UserAgent} from 'sip.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {dialTarget} from '../../src/core/dial-target.js';
import {createLogger} from '../../src/core/logger.js';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {until} from './harness/until.js';

afterEach(closeLines);

/** Targets as a page gives them, and the addresses that the phone dials. */
const TARGETS: readonly (readonly [target: string, uri: string])[] = [
  ['sip:pbx.example.com?X-Evil=1&Route=%3Csip:evil.example%3E', 'sip:pbx.example.com'],
  ['SIP:pbx.example.com?X-Evil=1', 'sip:pbx.example.com'],
  ['sips:pbx.example.com:5061?X-Evil=1', 'sips:pbx.example.com:5061'],
  ['sip:[2001:db8::7]:5060;transport=ws?X-Evil=1', 'sip:[2001:db8::7]:5060;transport=ws'],
  ['sip:bob@example.com?X-Evil=1', 'sip:bob@example.com'],
  [
    'sip:bob@example.com:5070;transport=tcp?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2',
    'sip:bob@example.com:5070;transport=tcp',
  ],
  ['sip:bob@example.com?', 'sip:bob@example.com'],
  ['sip:bob@example.com?X-Evil=a@evil.example', 'sip:bob@example.com'],
  ['bob@example.com?X-Evil=1', 'sip:bob@example.com'],
  ['bob?X-Evil=1', 'sip:bob@example.com'],
  ['sip:1001?X-Evil=1', 'sip:1001@example.com'],
  ['1001?Route=%3Csip:evil.example%3E', 'sip:1001@example.com'],
  ['tel:+4930123?X-Evil=1', 'sip:+4930123@example.com'],
  ['"Bob" <sip:bob@example.com?X-Evil=1>', 'sip:bob@example.com'],
  // In a user part "?" is a character like any other, and an escape stays an escape.
  ['sip:a?b@example.com', 'sip:a?b@example.com'],
  ['a?b@example.com', 'sip:a?b@example.com'],
  ['sip:a?X=1@example.com?X-Evil=1', 'sip:a?X=1@example.com'],
  ['sip:a%3Fb@example.com', 'sip:a%3Fb@example.com'],
  ['sip:a%3Bb%3A%40c@example.com', 'sip:a%3Bb%3A%40c@example.com'],
];

const ACCOUNT = {uri: 'sip:alice@example.com', logger: createLogger(() => undefined)};

/** Addresses from the network, and how the phone uses them: also without `method`, which is for links on pages only. */
const REMOTE: readonly (readonly [contact: string, uri: string])[] = [
  ['sip:carol@example.com?X-Evil=1&Route=x', 'sip:carol@example.com'],
  ['sip:carol@example.com;method=BYE?X-Evil=1', 'sip:carol@example.com'],
  ['sip:example.com?X-Evil=1', 'sip:example.com'],
  ['sips:carol@[::1]:5061;transport=ws?X-Evil=1', 'sips:carol@[::1]:5061;transport=ws'],
  ['sip:c?d@example.com?X-Evil=1', 'sip:c?d@example.com'],
];

describe('a target with header fields in it', () => {
  for (const [target, uri] of TARGETS) {
    it(`is called without them: ${target}`, async () => {
      const line = await PhoneLine.connected();
      const {session} = line.dial(dialTarget(target, ACCOUNT));
      await session.invite();
      const invite = await line.server.next('INVITE');
      expect(invite.startLine).to.equal(`INVITE ${uri} SIP/2.0`);
      expect(invite.header('to')).to.equal(`<${uri}>`);
      expect(invite.text).to.not.match(/x-evil|evil\.example/i);
      expect(invite.all('replaces')).to.deep.equal([]);
    });
  }

  it('is called without them by an engine that is given it as it is', async () => {
    const line = await PhoneLine.connected();
    await line.dial('sip:bob@example.com;transport=tcp?X-Evil=1').session.invite();
    const invite = await line.server.next('INVITE');
    expect(invite.startLine).to.equal('INVITE sip:bob@example.com;transport=tcp SIP/2.0');
    expect(invite.text).to.not.match(/x-evil/i);
  });

  it('is sent without them: messages, transfers, redirections', async () => {
    const line = await PhoneLine.connected();
    const target = 'sip:bob@example.com;method=BYE?X-Evil=1&body=x';
    const asked = line.engine.request('MESSAGE', target, {body: 'a'});
    const message = await line.server.next('MESSAGE');
    expect(message.startLine).to.equal('MESSAGE sip:bob@example.com SIP/2.0');
    expect(message.header('to')).to.equal('<sip:bob@example.com>');
    line.server.respond(message, 200);
    await asked;
    const {session} = await answered(line);
    void session
      .transfer({target: 'sip:example.org?X-Evil=1', headers: {}, news: () => undefined})
      .catch(() => undefined);
    expect((await line.server.next('REFER')).header('refer-to')).to.equal('<sip:example.org>');
  });

  it('is no address of our own', async () => {
    const error = await failure(PhoneLine.open({uri: 'sip:alice@example.com?X-Evil=1'}));
    expect(error.code).to.equal('invalid-argument');
    expect(error.message).to.match(/sip:user@domain/);
  });

  it('is not written even if it comes as an object', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    const {userAgentCore: core} = session.native as SessionDialog;
    const uri = UserAgent.makeURI('sip:bob@example.com;method=BYE?X-Evil=1')!;
    core.request(core.makeOutgoingRequestMessage('OPTIONS', uri, core.configuration.aor, uri, {}, []));
    const options = await line.server.next('OPTIONS');
    expect(options.startLine).to.equal('OPTIONS sip:bob@example.com SIP/2.0');
    expect(options.header('to')).to.equal('<sip:bob@example.com>');
    expect(uri.toString(), 'the object is its owner’s').to.match(/\?x-evil=1/i);
  });
});

describe('an address from the network with header fields in it', () => {
  for (const [contact, uri] of REMOTE) {
    it(`is used without them: ${contact}`, async () => {
      const line = await PhoneLine.connected({acceptRedirect: () => undefined});
      // A Contact becomes the Request-URI of the next requests in the dialog.
      const call = await ringing(line);
      line.server.respond(call.invite, 200, {contact: `<${contact}>`, body: await call.far.answer(call.invite.body)});
      expect((await line.server.next('ACK')).startLine).to.equal(`ACK ${uri} SIP/2.0`);
      await call.log.until('established');
      // A phone that follows a REFER calls its Refer-To.
      call.request('REFER', 1, '', [`Refer-To: <${contact}>`]);
      await until(() => call.log.referrals.length > 0, 'a referral');
      const referral = call.log.referrals[0]!;
      const next = line.dial(referral.target, undefined, {referral});
      await next.session.invite();
      const invite = await line.server.next('INVITE');
      expect(invite.startLine).to.equal(`INVITE ${uri} SIP/2.0`);
      expect(invite.text).to.not.match(/x-evil/i);
      // A phone that follows a redirection calls its Contact.
      line.server.respond(invite, 302, {contact: `<${contact.replace('carol', 'dora')}>`});
      await until(() => next.log.redirections.length > 0, 'a redirection');
      const redirection = next.log.redirections[0]!;
      redirection.follow(redirection.targets[0]!);
      expect((await line.server.next('INVITE')).startLine).to.equal(`INVITE ${uri.replace('carol', 'dora')} SIP/2.0`);
      void call.session.end({status: 487});
      expect((await line.server.next('BYE')).startLine).to.equal(`BYE ${uri} SIP/2.0`);
    });
  }

  it('is followed without them, whatever the page hands over', async () => {
    const line = await PhoneLine.connected({acceptRedirect: () => undefined});
    const {invite, log} = await ringing(line);
    line.server.respond(invite, 302, {contact: '<sip:carol@example.com>'});
    await until(() => log.redirections.length > 0, 'a redirection');
    log.redirections[0]!.follow('sip:dora@example.com?X-Evil=1');
    expect((await line.server.next('INVITE')).startLine).to.equal('INVITE sip:dora@example.com SIP/2.0');
  });

  it('is answered to as it came', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line, {from: '<sip:bob@example.com?X-Evil=1>'});
    expect(session.remoteIdentity.uri).to.equal('sip:bob@example.com');
    void session.end({status: 486});
    expect((await line.server.next('486 INVITE')).header('from')).to.equal('<sip:bob@example.com?X-Evil=1>;tag=far');
  });
});
