import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Messager, UserAgent} from 'sip.js';
import {Agent, reached, serve, SessionState, talking} from './server-support.mjs';

const BOB = 'sip:bob@demo.invalid';

test('alice calls bob: ringing, answer, hang-up by the caller', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await Promise.all([alice.register(), bob.register()]);
  const call = alice.call(BOB, {extraHeaders: ['X-Ticket: 42']});
  const invitation = await bob.invitation();
  assert.equal(invitation.request.getHeader('X-Ticket'), '42');
  assert.equal(invitation.remoteIdentity.displayName, 'Agent alice Ü');
  assert.equal(invitation.request.getHeader('Proxy-Authorization'), undefined, 'credentials stop at the proxy');
  await invitation.progress({statusCode: 180});
  await call.ringing;
  await invitation.accept();
  assert.equal(await call.answered, 200);
  await Promise.all([reached(call.inviter, SessionState.Established), reached(invitation, SessionState.Established)]);
  assert.match(bob.descriptions.seen[0], /o=alice 1 ü€/, 'the body arrives byte by byte');
  assert.match(alice.descriptions.seen[0], /o=bob 1 ü€/);
  await call.inviter.bye();
  await reached(invitation, SessionState.Terminated);
  assert.match(server.lines.at(-2), /^call alice -> bob: answered after \d+\.\d s$/);
  assert.match(server.lines.at(-1), /^call alice -> bob: ended by alice after \d+\.\d s$/);
});

test('the callee can hang up too', async (t) => {
  const server = await serve(t);
  const {call, invitation} = await talking(server);
  await invitation.bye();
  await reached(call.inviter, SessionState.Terminated);
  assert.match(server.lines.at(-1), /ended by bob/);
});

test('re-INVITE and INFO travel both ways within a call', async (t) => {
  const server = await serve(t);
  const {caller, callee, call, invitation} = await talking(server);
  for (const [session, other, agent] of [
    [call.inviter, invitation, callee],
    [invitation, call.inviter, caller],
  ]) {
    const before = agent.descriptions.seen.length;
    await new Promise((resolve, reject) => {
      session.invite({requestDelegate: {onAccept: resolve, onReject: reject}}).catch(reject);
    });
    assert.equal(agent.descriptions.seen.length, before + 1);
    const got = new Promise((resolve) => {
      other.delegate = {
        onInfo: (info) => {
          void info.accept();
          resolve(info.request.body);
        },
      };
    });
    const body = {
      contentDisposition: 'render',
      contentType: 'application/dtmf-relay',
      content: 'Signal=5\r\nDuration=100\r\n',
    };
    await session.info({requestOptions: {body}});
    assert.match(await got, /Signal=5/); // The INFO follows the ACK, so the other side may send a re-INVITE now.
  }
});

test('a caller cancels: the callee stops ringing and the caller gets 487', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await Promise.all([alice.register(), bob.register()]);
  const call = alice.call(BOB);
  const invitation = await bob.invitation();
  await call.ringing;
  await call.inviter.cancel();
  assert.equal(await call.answered, 487);
  await reached(invitation, SessionState.Terminated);
  assert.match(server.lines.at(-1), /call alice -> bob: 487/);
});

for (const [user, status] of [
  ['busy', 486],
  ['decline', 603],
  ['nobody', 404],
  ['carol', 480],
]) {
  test(`a call to ${user} ends with ${status}`, async (t) => {
    const server = await serve(t);
    const alice = await Agent.start(server, 'alice');
    await alice.register();
    assert.equal(await alice.call(`sip:${user}@demo.invalid`).answered, status);
    assert.match(server.lines.at(-1), new RegExp(`^call alice -> ${user}: ${status} `));
  });
}

test('a call to noanswer rings until it is cancelled', async (t) => {
  const server = await serve(t);
  const alice = await Agent.start(server, 'alice');
  const call = alice.call('sip:noanswer@demo.invalid');
  assert.equal(await call.ringing, 180);
  await call.inviter.cancel();
  assert.equal(await call.answered, 487);
});

test('a callee declines', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await bob.register();
  const call = alice.call(BOB);
  await (await bob.invitation()).reject({statusCode: 603});
  assert.equal(await call.answered, 603);
});

test('a caller with a wrong password gets 407', async (t) => {
  const server = await serve(t);
  const alice = await Agent.start(server, 'alice', {password: 'wrong'});
  assert.equal(await alice.call(BOB).answered, 407);
  assert.match(server.lines.join('\n'), /call from alice: 407/);
});

test("a caller may not use another user's name", async (t) => {
  const server = await serve(t);
  const mallory = await Agent.start(server, 'bob', {uri: 'sip:alice@demo.invalid'});
  assert.equal(await mallory.call('sip:busy@demo.invalid').answered, 403);
});

test('an anonymous caller reaches a registered user and both can hang up', async (t) => {
  const server = await serve(t);
  const bob = await Agent.start(server, 'bob');
  await bob.register();
  for (const end of ['caller', 'callee']) {
    const guest = await Agent.start(server, 'guest', {uri: 'sip:anonymous@anonymous.invalid'});
    const call = guest.call(BOB);
    const invitation = await bob.invitation();
    await invitation.accept();
    assert.equal(await call.answered, 200);
    await reached(invitation, SessionState.Established);
    await (end === 'caller' ? call.inviter.bye() : invitation.bye());
    await reached(end === 'caller' ? invitation : call.inviter, SessionState.Terminated);
  }
});

test('a caller whose connection closes while it rings is cancelled', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await bob.register();
  const call = alice.call(BOB);
  const invitation = await bob.invitation();
  await call.ringing;
  alice.drop();
  await reached(invitation, SessionState.Terminated);
});

test('a callee whose connection closes while it rings is unavailable', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await bob.register();
  const call = alice.call(BOB);
  await bob.invitation();
  bob.drop();
  assert.equal(await call.answered, 480);
});

test('a call outlives a reconnection of one side', async (t) => {
  const server = await serve(t);
  const {caller, call, invitation} = await talking(server);
  caller.drop();
  await server.logged(/registration alice: gone/);
  await new Promise((resolve) =>
    caller.ua.transport.isConnected() ? caller.ua.transport.stateChange.addListener(resolve) : resolve(),
  );
  await caller.ua.reconnect();
  assert.equal(await caller.register(), 200);
  await invitation.bye();
  await reached(call.inviter, SessionState.Terminated);
});

test('MESSAGE is delivered', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await bob.register();
  const status = await new Promise((resolve, reject) => {
    const settle = ({message}) => resolve(message.statusCode);
    new Messager(alice.ua, UserAgent.makeURI(BOB), 'Grüße')
      .message({requestDelegate: {onAccept: settle, onReject: settle}})
      .catch(reject);
  });
  assert.equal(status, 200);
  assert.deepEqual(bob.messages, ['Grüße']);
});
