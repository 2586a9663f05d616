import {expect} from '@open-wc/testing';
import {version} from 'sip.js';
import {
  changeReplies,
  chooseBranches,
  guardResponses,
  refusalOf,
  setRemoteTarget,
  setTag,
  setTransactionState,
  writeUris,
} from '../../src/sip/patches.js';
import {
  ClientTransaction,
  SessionDialog,
  TransactionState,
  URI,
  UserAgentClient,
  UserAgentCore,
  type UserAgentServer,
} from '../../src/sip/sip-js.js';
import {answered, called, closeLines, PhoneLine, type InboundCall, type OutboundCall} from './harness/phone-line.js';

afterEach(closeLines);

function dialogOf({session}: Pick<OutboundCall, 'session'>): SessionDialog {
  return session.native as SessionDialog;
}

/** Returns the user agent server of SIP.js that answers the INVITE of an inbound call. */
function serverOf({session}: InboundCall): UserAgentServer {
  return [...(session.native as SessionDialog).userAgentCore.userAgentServers.values()].at(-1)!;
}

describe('SIP.js', () => {
  it('is the version that the hooks were made for', () => {
    // 0.21.2 calls itself 0.21.1.
    expect(version).to.equal('0.21.1');
  });

  it('asks a client before it takes a response, and can be made to send and to receive once more', async () => {
    const call = await answered(await PhoneLine.connected());
    const {server} = call.line;
    const dialog = dialogOf(call);
    const heard: string[] = [];
    const client = dialog.userAgentCore.request(dialog.createOutgoingRequestMessage('OPTIONS'), {
      onAccept: ({message}) => heard.push(String(message.reasonPhrase)),
    });
    const way = guardResponses(client as never, (response) => response.reasonPhrase !== 'kept');
    server.respond(await server.next('OPTIONS'), 200, {phrase: 'kept'});
    expect(heard).to.deep.equal([]);
    way.resend();
    server.respond(await server.next('OPTIONS'), 200, {phrase: 'passed'});
    expect(heard).to.deep.equal(['passed']);
    way.receive({statusCode: 200, reasonPhrase: 'handed in'} as never);
    expect(heard).to.deep.equal(['passed', 'handed in']);
  });

  it('writes what a server answers in one place, with a tag that can be set', async () => {
    const call = await called(await PhoneLine.connected());
    const server = serverOf(call);
    setTag(server, 'ours');
    changeReplies(server, (options) => ({...options, reasonPhrase: 'Changed'}));
    server.reject({statusCode: 486});
    const refusal = await call.line.server.next('486 INVITE');
    expect(refusal.startLine).to.equal('SIP/2.0 486 Changed');
    expect(refusal.tag('to')).to.equal('ours');
  });

  it('asks one place for the branches of all transactions', () => {
    let before: unknown;
    chooseBranches(ClientTransaction, (make) => (before = make));
    expect(before).to.be.a('function');
    expect((ClientTransaction as unknown as {makeId: unknown}).makeId).to.equal(before);
  });

  it('keeps the remote target of a dialog where it can be changed', async () => {
    const dialog = dialogOf(await answered(await PhoneLine.connected()));
    const target = new URI('sip', 'bob', 'elsewhere.example');
    setRemoteTarget(dialog, target);
    expect(dialog.remoteTarget).to.equal(target);
  });

  it('keeps the refusal of an INVITE until it is acknowledged', async () => {
    const call = await called(await PhoneLine.connected());
    const {transaction} = serverOf(call);
    expect(refusalOf(transaction)).to.equal(undefined);
    await call.session.end({status: 486});
    expect(refusalOf(transaction)).to.equal((await call.line.server.next('486 INVITE')).text);
  });

  it('moves a transaction on', async () => {
    const line = await PhoneLine.connected();
    const dialog = dialogOf(await answered(line));
    const message = dialog.createOutgoingRequestMessage('INVITE');
    const {transaction} = dialog.userAgentCore.invite(message) as unknown as UserAgentClient;
    expect(transaction.state).to.equal(TransactionState.Calling);
    setTransactionState(transaction, TransactionState.Proceeding);
    expect(transaction.state).to.equal(TransactionState.Proceeding);
  });

  it('writes an address by one function', () => {
    const uri = Object.create(URI.prototype, {}) as URI;
    writeUris(uri, () => 'written');
    expect((uri as unknown as {_toString: () => string})._toString()).to.equal('written');
  });

  it('tells a core of each client and server that it makes', async () => {
    const line = await PhoneLine.connected();
    const {userAgentCore: core} = dialogOf(await answered(line));
    expect(core).to.be.instanceOf(UserAgentCore);
    const invite = [...core.userAgentClients.values()].find(({message}) => message.method === 'INVITE');
    expect(invite).to.be.instanceOf(UserAgentClient);
    expect([...core.dialogs.values()][0]).to.be.instanceOf(SessionDialog);
  });

  it('marks a dialog with the re-INVITE that it is answering', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const dialog = dialogOf(call);
    expect(dialog.reinviteUserAgentServer).to.equal(undefined);
    call.request('INVITE', 1, await call.far.offer());
    await line.server.next('200 INVITE');
    expect(dialog.reinviteUserAgentServer).to.not.equal(undefined);
    call.request('ACK', 1);
    expect(dialog.reinviteUserAgentServer).to.equal(undefined);
  });
});

it('a hook fails loudly when what it needs is gone', () => {
  const nothing = {} as never;
  const hooks = [
    () => guardResponses(nothing, () => true),
    () => changeReplies(nothing, (options) => options),
    () => setTag(nothing, ''),
    () => chooseBranches(nothing, (make) => make),
    () => setRemoteTarget(nothing, new URI('sip', 'bob', 'example.com')),
    () => setTransactionState(nothing, TransactionState.Proceeding),
    () => writeUris(nothing, () => ''),
  ];
  for (const hook of hooks) {
    expect(hook).to.throw().with.property('code', 'internal');
  }
});
