import {expect} from '@open-wc/testing';
import {Invitation, Inviter, Session, UserAgent, version} from 'sip.js';
import {OutgoingRequestMessage} from 'sip.js/lib/core/messages/outgoing-request-message.js';
import {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {ClientTransaction} from 'sip.js/lib/core/transactions/client-transaction.js';
import {InviteUserAgentClient} from 'sip.js/lib/core/user-agents/invite-user-agent-client.js';
import {UserAgentCore} from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import {UserAgentServer} from 'sip.js/lib/core/user-agents/user-agent-server.js';
import {keepEarlyRequests} from '../../src/sip/patches.js';
import {called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';

afterEach(closeLines);

/** What the engine leans on and SIP.js does not promise. A new version that lacks one of these needs new patches. */
describe('SIP.js', () => {
  const members: readonly (readonly [string, {prototype: object}, readonly string[]])[] = [
    [
      'Session',
      Session,
      [
        'onByeRequest',
        'onInfoRequest',
        'onInviteRequest',
        'onMessageRequest',
        'onNotifyRequest',
        'onReferRequest',
        'onAckRequest',
        'ackAndBye',
        'stateTransition',
        'setupSessionDescriptionHandler',
      ],
    ],
    ['Inviter', Inviter, ['sendInvite', 'onAccept', 'onProgress', 'cancel']],
    ['Invitation', Invitation, ['accept', 'reject', '_onCancel']],
    ['InviteUserAgentClient', InviteUserAgentClient, ['authenticationGuard', 'cancel', 'init', 'receiveResponse']],
    ['SessionDialog', SessionDialog, ['invite', 'ack', 'signalingStateRollback', 'incrementLocalSequenceNumber']],
    ['UserAgentCore', UserAgentCore, ['register', 'makeOutgoingRequestMessage', 'replyStateless']],
    ['UserAgentServer', UserAgentServer, ['reply', 'accept', 'progress', 'reject']],
    ['OutgoingRequestMessage', OutgoingRequestMessage, ['setHeader', 'setViaHeader', 'toString']],
  ];

  for (const [name, constructor, names] of members) {
    it(`has the members of ${name} that are patched or used from below`, () => {
      const {prototype} = constructor as {prototype: Record<string, unknown>};
      for (const member of names) expect(prototype[member], member).to.be.a('function');
    });
  }

  it('is the version that the patches were made for', () => {
    // 0.21.2 calls itself 0.21.1.
    expect(version).to.equal('0.21.1');
  });

  it('asks one place for the branches of all transactions, and one of each user agent for those who wait', async () => {
    expect((ClientTransaction as unknown as Record<string, unknown>)['makeId']).to.be.a('function');
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const {userAgent} = call.session.native as Inviter;
    expect(userAgent).to.be.instanceOf(UserAgent);
    const {userAgentClients} = userAgent.userAgentCore;
    expect([...userAgentClients.values()][0]).to.be.instanceOf(InviteUserAgentClient);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await call.log.until('established');
    const {dialog} = call.session.native as Inviter;
    const id = `${call.invite.header('call-id')}${call.invite.tag('from')}peer`;
    expect(userAgent.userAgentCore.dialogs.get(id)).to.equal(dialog);
  });

  it('keeps the early-media dialog and the contact where the patches look for them', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const native = call.session.native as {_contact: string; earlyMediaDialog: unknown; earlyMedia: boolean};
    expect(native._contact).to.match(/^<sip:.*;ob>$/);
    expect(native.earlyMedia).to.equal(true);
    line.server.respond(call.invite, 183, {body: await call.far.answer(call.invite.body)});
    await call.log.until('early');
    expect(native.earlyMediaDialog).to.be.instanceOf(SessionDialog);
  });

  it('keeps the description of an early dialog where the patches look for it', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await call.session.progress({code: 183, media: {audio: true, video: false}});
    const native = call.session.native as {_dialog: {_answer: {content: string}; answer: unknown}};
    expect(native._dialog).to.be.instanceOf(SessionDialog);
    expect(native._dialog._answer.content).to.equal((await line.server.next('183 INVITE')).body);
    expect(native._dialog.answer).to.equal(native._dialog._answer);
  });

  it('marks a dialog with the re-INVITE that it is answering', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await call.log.until('established');
    const dialog = (call.session.native as Inviter).dialog as SessionDialog;
    expect(dialog.reinviteUserAgentServer).to.equal(undefined);
    call.request('INVITE', 1, await call.far.offer());
    await line.server.next('200 INVITE');
    expect(dialog.reinviteUserAgentServer).to.not.equal(undefined);
    call.request('ACK', 1);
    expect(dialog.reinviteUserAgentServer).to.equal(undefined);
  });
});

it('a patch fails loudly when what it needs is gone', () => {
  expect(() => {
    keepEarlyRequests(Object.create(null) as Session);
  })
    .to.throw()
    .with.property('code', 'internal');
});
