import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Registrar} from '../../demo/server/sip/registrar.js';
import {DigestGuard} from '../../demo/server/sip/digest.js';
import digest from 'sip/digest.js';
import {Agent, rawRequest, rawSocket, serve} from './server-support.mjs';

test('a user with the right password is registered, refreshed and unregistered', async (t) => {
  const server = await serve(t);
  const alice = await Agent.start(server, 'alice');
  assert.equal(await alice.register(), 200);
  assert.equal(await alice.register(), 200);
  assert.equal(await alice.unregister(), 200);
  assert.deepEqual(
    server.lines,
    ['registered for 300 s from 127.0.0.1', 'refreshed for 300 s from 127.0.0.1', 'unregistered'].map(
      (what) => `registration alice: ${what}`,
    ),
  );
});

test('a wrong password gets 401 again and is logged without the password', async (t) => {
  const server = await serve(t);
  const alice = await Agent.start(server, 'alice', {password: 'open-sesame'});
  assert.equal(await alice.register(), 401);
  assert.match(server.lines.join('\n'), /registration alice: 401/);
  assert.doesNotMatch(server.lines.join('\n'), /sesame|secret/);
});

test('an unknown user gets 401', async (t) => {
  const server = await serve(t);
  const mallory = await Agent.start(server, 'mallory');
  assert.equal(await mallory.register(), 401);
});

test("one user's password does not register another", async (t) => {
  const server = await serve(t);
  const mallory = await Agent.start(server, 'bob', {uri: 'sip:alice@demo.invalid'});
  assert.equal(await mallory.register(), 403);
});

test('users and domain can be chosen', async (t) => {
  const server = await serve(t, {domain: 'example.test', users: new Map([['1001', 'pw:1']])});
  const agent = await Agent.start(server, '1001', {password: 'pw:1', uri: 'sip:1001@example.test'});
  assert.equal(await agent.register(), 200);
});

test('an expiry below 10 seconds is refused with the shortest that is possible', async (t) => {
  const server = await serve(t);
  const alice = await Agent.start(server, 'alice');
  void alice.register({expires: 5}); // SIP.js itself repeats it with the Min-Expires of the answer.
  await server.logged(/registration alice: registered for 10 s/);
  assert.deepEqual(
    server.lines.map((line) => line.replace(/ from .*/, '')),
    ['registration alice: refused', 'registration alice: registered for 10 s'],
  );
});

test('a closed connection ends its registrations', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await Promise.all([alice.register(), bob.register()]);
  bob.drop();
  await server.logged(/registration bob: gone, connection closed/);
  assert.equal(await alice.call('sip:bob@demo.invalid').answered, 480);
});

test('the newest connection of a user gets the call, and the older one once that is gone', async (t) => {
  const server = await serve(t);
  const [alice, old, young] = await Promise.all(['alice', 'bob', 'bob'].map((user) => Agent.start(server, user)));
  await Promise.all([alice.register(), old.register()]);
  await young.register();
  const first = alice.call('sip:bob@demo.invalid');
  await (await young.invitation()).reject({statusCode: 486});
  assert.equal(await first.answered, 486);
  young.drop();
  const gone = young.ua.transport;
  await new Promise((resolve) => (gone.isConnected() ? gone.stateChange.addListener(() => resolve()) : resolve()));
  const second = alice.call('sip:bob@demo.invalid');
  await (await old.invitation()).reject({statusCode: 603});
  assert.equal(await second.answered, 603);
});

test('bindings end when their time is over', () => {
  let now = 0;
  const registrar = new Registrar(() => now);
  const flow = {open: true};
  const request = {
    headers: {
      via: [],
      to: {uri: 'sip:alice@demo.invalid', params: {}},
      from: {},
      cseq: {},
      expires: '60',
      contact: [{uri: 'sip:a@one.invalid', params: {}}],
    },
  };
  const {response, event} = registrar.register(request, 'alice', flow);
  assert.equal(event, 'registered');
  assert.equal(response.headers.contact[0].params.expires, '60');
  now = 59_999;
  assert.equal(registrar.find('alice')?.contact.uri, 'sip:a@one.invalid');
  now = 60_000;
  assert.equal(registrar.find('alice'), undefined);
});

test('two connections that close at one time: each is told of, and nobody is reached by either', () => {
  const registrar = new Registrar(() => 0);
  const [one, other] = [{open: true}, {open: true}];
  for (const [user, flow] of Object.entries({alice: one, bob: other})) {
    const contact = [{uri: `sip:${user}@one.invalid`, params: {}}];
    const headers = {via: [], to: {uri: 'sip:a@b', params: {}}, from: {}, cseq: {}, expires: '60', contact};
    registrar.register({headers}, user, flow);
  }
  Object.assign(one, {open: false});
  Object.assign(other, {open: false});
  assert.equal(registrar.find('bob'), undefined);
  assert.deepEqual(registrar.removeFlow(one), ['alice']);
  assert.deepEqual(registrar.removeFlow(other), ['bob']);
});

test('Contact * with Expires 0 removes every binding, and nothing else does', () => {
  const registrar = new Registrar(() => 0);
  const flow = {open: true};
  const register = (contact, expires) =>
    registrar.register(
      {headers: {via: [], to: {uri: 'sip:a@b', params: {}}, from: {}, cseq: {}, expires, contact}},
      'alice',
      flow,
    );
  register(
    [
      {uri: 'sip:a@one.invalid', params: {}},
      {uri: 'sip:a@two.invalid', params: {}},
    ],
    '60',
  );
  assert.equal(register([{uri: '*', params: {}}], '60').response.status, 400);
  assert.ok(registrar.find('alice'));
  assert.equal(register([{uri: '*', params: {}}], '0').event, 'unregistered');
  assert.equal(registrar.find('alice'), undefined);
});

test('a user has ten contacts at most, the newest ones', () => {
  const registrar = new Registrar(() => 0);
  const flow = {open: true};
  const register = (user, names) =>
    registrar
      .register(
        {
          headers: {
            via: [],
            to: {uri: 'sip:a@b', params: {}},
            from: {},
            cseq: {},
            expires: '60',
            contact: names.map((name) => ({uri: `sip:${name}@one.invalid`, params: {}})),
          },
        },
        user,
        flow,
      )
      .response.headers.contact.map(({uri}) => uri.slice(4).split('@')[0]);
  register('bob', ['b']);
  for (let count = 0; count < 100; count += 1) register('alice', [`a${count}`]);
  const ten = (first) => Array.from({length: 10}, (_, index) => `a${first + index}`);
  assert.deepEqual(register('alice', ['a99']), ten(90), 'one after the other, and one of them again');
  const many = Array.from({length: 1000}, (_, index) => `a${1000 + index}`);
  assert.deepEqual(register('alice', many), ten(1990), 'many in one request');
  assert.ok(registrar.find('bob'), 'others keep theirs');
  assert.equal(registrar.findContact('sip:a1@one.invalid'), undefined);
});

/** Makes a request that the client side of the `sip` package signs. */
function signed(guard, {user = 'alice', password = 'alice-secret', context = {}, challenge} = {}) {
  const request = {method: 'REGISTER', uri: 'sip:demo.invalid', headers: {}};
  const verdict = challenge ? undefined : guard.check(request, 'authorization');
  const response = verdict && {status: 401, headers: {'www-authenticate': [{...verdict.challenge, algorithm: 'md5'}]}};
  digest.signRequest(context, request, response, {user, password, realm: 'demo.invalid'});
  return request;
}

test('a digest nonce is ours, young and never replayed', () => {
  let now = 0;
  const guard = new DigestGuard('demo.invalid', new Map([['alice', 'alice-secret']]), () => now);
  const context = {};
  const first = signed(guard, {context});
  assert.deepEqual(guard.check(first, 'authorization'), {user: 'alice'});
  assert.equal(guard.check(first, 'authorization').challenge.stale, 'true', 'the same nonce count again');
  assert.deepEqual(
    guard.check(signed(guard, {context, challenge: true}), 'authorization'),
    {user: 'alice'},
    'the next count',
  );
  now = 301_000;
  assert.equal(
    guard.check(signed(guard, {context, challenge: true}), 'authorization').challenge.stale,
    'true',
    'too old',
  );
  const other = new DigestGuard('demo.invalid', new Map([['alice', 'alice-secret']]), () => now);
  assert.equal(other.check(signed(guard), 'authorization').challenge.stale, 'true', 'a nonce of another server');
  assert.equal(guard.check(signed(guard, {password: 'wrong'}), 'authorization').wrong, true);
});

test('REGISTER without credentials is challenged with MD5 and qop=auth', async (t) => {
  const server = await serve(t);
  const {ask} = await rawSocket(t, server.sip);
  const answer = await ask(rawRequest('REGISTER', 'sip:demo.invalid', {to: 'sip:alice@demo.invalid'}));
  assert.match(answer, /^SIP\/2\.0 401 /);
  assert.match(
    answer,
    /WWW-Authenticate: Digest realm="demo\.invalid",nonce="[0-9a-f]{32}",algorithm=MD5,qop="auth"\r\n/,
  );
  assert.match(answer, /To: +<sip:alice@demo\.invalid>;tag=/);
  assert.match(answer, /received=127\.0\.0\.1/);
});
