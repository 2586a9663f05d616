import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {Phone} from '../../src/core/phone/phone.js';
import {createSipEngine} from '../../src/sip/index.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {FakeMedia} from '../../src/testing/fake-media.js';
import {FarEnd} from './harness/far-end.js';
import {installFakeWebSocket, restoreWebSocket} from './harness/fake-web-socket.js';
import {ScriptedServer, unique} from './harness/scripted-server.js';
import {until} from './harness/until.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  restoreWebSocket();
});

/** A whole phone in conversation with Bob, and a new caller that wants to take Bob's place. */
async function replacing(from: string, headers: readonly string[] = [], options: Partial<PhoneOptions> = {}) {
  const server = new ScriptedServer();
  installFakeWebSocket(server);
  const phone = new Phone(
    {server: 'ws://sip.test/ws', uri: 'sip:alice@example.com', register: false, clock: new FakeClock(), ...options},
    {engine: createSipEngine, media: new FakeMedia().factory},
  );
  const [bob, other] = [new FarEnd(), new FarEnd()];
  ends.push(async () => {
    server.auto = (message) => {
      if (!message.status && message.method !== 'ACK') server.respond(message, 200);
      return true;
    };
    await phone.destroy();
    for (const far of [bob, other]) far.close();
  });
  await phone.start();
  const call = phone.dial('sip:bob@example.com');
  const invite = await server.next('INVITE');
  const asserted = options.trustedIdentity ? ['P-Asserted-Identity: <sip:bob@example.com>'] : [];
  server.respond(invite, 200, {body: await bob.answer(invite.body), headers: asserted});
  await server.next('ACK');
  await until(() => call.state === 'active', 'the conversation');
  const replaces = `Replaces: ${invite.header('call-id')};to-tag=${invite.tag('from')};from-tag=peer`;
  server.request('INVITE', {
    callId: unique('replacing'),
    cseq: 1,
    from: `${from};tag=other`,
    to: '<sip:alice@example.com>',
    headers: [replaces, 'Require: replaces', ...headers],
    body: await other.offer(),
  });
  await server.next('100 INVITE');
  /** Resolves with our answer to the new caller, which has sent its ACK. */
  const answered = async () => {
    const ok = await server.next('200 INVITE');
    server.request('ACK', {callId: ok.header('call-id'), cseq: 1, from: `${from};tag=other`, to: ok.header('to')});
    return ok;
  };
  return {server, phone, call, answered};
}

const REFERRED = 'Referred-By: <sip:bob@example.com>';
const SERVER = {trustedIdentity: true};

describe('an INVITE with Replaces that has the right tags', () => {
  for (const [what, from, headers, options] of [
    ['of the same party', '<sip:bob@example.com>', [], {}],
    ['of whom the server names', '<sip:x@example.org>', ['P-Asserted-Identity: <sip:bob@example.com>'], SERVER],
    ['that the page accepts', '<sip:carol@example.com>', [], {acceptReplaces: () => true}],
  ] as const) {
    it(`takes the call over: ${what}`, async () => {
      const {server, phone, call, answered} = await replacing(from, headers, options);
      await answered();
      server.respond(await server.next('BYE'), 200);
      expect(phone.calls).to.deep.equal([call]);
    });
  }

  for (const [what, from, headers, options] of [
    ['of somebody else', '<sip:carol@example.com>', [], {}],
    ['of a namesake', '"Bob" <sip:carol@example.com>', [], {}],
    ['of somebody who says that Bob sends them', '<sip:carol@example.com>', [REFERRED], {}],
    ['of somebody who says so to a page that trusts', '<sip:carol@example.com>', [REFERRED], SERVER],
    ['of whom a server names that is not trusted', '<sip:x@y.org>', ['P-Asserted-Identity: <sip:bob@example.com>'], {}],
    ['of whom a trusted server does not name', '<sip:bob@example.com>', [], SERVER],
    ['of whom it names otherwise', '<sip:bob@example.com>', ['P-Asserted-Identity: <sip:eve@example.com>'], SERVER],
    [
      'of whom it may not name',
      '<sip:bob@example.com>',
      ['Privacy: id', 'P-Asserted-Identity: <sip:bob@example.com>'],
      SERVER,
    ],
  ] as const) {
    it(`only rings: ${what}`, async () => {
      const {server, phone, call, answered} = await replacing(from, headers, options);
      await until(() => phone.calls.length === 2, 'it to ring');
      expect(call.state).to.equal('active');
      expect([server.count('200 INVITE'), server.count('BYE')]).to.deep.equal([0, 0]);
      // When a person answers the new call, the call with Bob ends.
      const answering = phone.calls[1]!.answer();
      await answered();
      await answering;
      server.respond(await server.next('BYE'), 200);
      await until(() => call.state === 'hangup', 'the old call to end');
      expect(server.count('INVITE'), 'without being held before').to.equal(1);
    });
  }

  it('is refused by a person, and the call goes on', async () => {
    const {server, phone, call} = await replacing('<sip:carol@example.com>', [], {consentReplaces: true});
    await until(() => call.snapshot.consents.length > 0, 'the question');
    call.grantConsent(call.snapshot.consents[0]!.id, false);
    await server.next('603 INVITE');
    expect(server.count('BYE')).to.equal(0);
    expect(phone.calls).to.deep.equal([call]);
  });

  it('is allowed by a person', async () => {
    const {server, phone, call, answered} = await replacing('<sip:carol@example.com>', [], {consentReplaces: true});
    await until(() => call.snapshot.consents.length > 0, 'the question');
    expect(call.snapshot.media).to.not.equal('none');
    call.grantConsent(call.snapshot.consents[0]!.id, true);
    await answered();
    server.respond(await server.next('BYE'), 200);
    expect(phone.calls).to.deep.equal([call]);
  });
});
