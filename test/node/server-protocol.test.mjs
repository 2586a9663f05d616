import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import {UserAgent} from 'sip.js';
import WebSocket from 'ws';
import {Agent, rawRequest, rawSocket, reached, serve, SessionState, talking} from './server-support.mjs';

test('OPTIONS to the domain is answered: a ping', async (t) => {
  const {ask} = await rawSocket(t, (await serve(t)).sip);
  assert.match(await ask(rawRequest('OPTIONS', 'sip:demo.invalid')), /^SIP\/2\.0 200 OK\r\n/);
});

test('a double CRLF is answered with a single one', async (t) => {
  const {ask} = await rawSocket(t, (await serve(t)).sip);
  assert.equal(await ask('\r\n\r\n'), '\r\n');
});

for (const [what, status, text] of [
  ['has used up its hops', 483, rawRequest('INVITE', 'sip:bob@demo.invalid', {maxForwards: 0})],
  ['goes to a telephone number URI', 416, rawRequest('INVITE', 'tel:+4930123')],
  ['has an address that cannot be read', 400, rawRequest('INVITE', 'sip:bob@@demo.invalid')],
  [
    'needs an extension of proxies',
    420,
    rawRequest('INVITE', 'sip:bob@demo.invalid', {headers: ['Proxy-Require: sec-agree']}),
  ],
  ['goes to another domain', 404, rawRequest('INVITE', 'sip:bob@elsewhere.invalid')],
  [
    'goes through a foreign proxy',
    404,
    rawRequest('INVITE', 'sip:bob@demo.invalid', {headers: ['Route: <sip:x@elsewhere.invalid;lr>']}),
  ],
  ['cancels nothing', 481, rawRequest('CANCEL', 'sip:bob@demo.invalid')],
  [
    'is in no dialog of ours',
    480,
    rawRequest('BYE', 'sip:bob@gone.invalid').replace('\r\nCall-ID', ';tag=old\r\nCall-ID'),
  ],
  ['is a stranger’s MESSAGE', 403, rawRequest('MESSAGE', 'sip:bob@demo.invalid')],
]) {
  test(`a request that ${what} gets ${status}`, async (t) => {
    const {socket, until} = await rawSocket(t, (await serve(t)).sip);
    socket.send(text);
    assert.match(await until(/^SIP\/2\.0 [2-6]/), new RegExp(`^SIP/2\\.0 ${status} `));
  });
}

for (const [what, text] of [
  ['an escaped line break in its method', 'X%0d%0aEvil sip:bob@demo.invalid SIP/2.0\r\n\r\n'],
  [
    'an escaped line break in a header name',
    rawRequest('MESSAGE', 'sip:bob@demo.invalid', {headers: ['X%0d%0aEvil: 1']}),
  ],
  ['a lone line break in a header', rawRequest('MESSAGE', 'sip:bob@demo.invalid', {headers: ['X-A: 1\nEvil: 1']})],
  [
    'a header named like a property of every object',
    rawRequest('MESSAGE', 'sip:bob@demo.invalid', {headers: ['Constructor: 1']}),
  ],
  ['no Via', rawRequest('MESSAGE', 'sip:bob@demo.invalid').replace(/Via: .*\r\n/, '')],
  ['nothing of SIP in it', 'GET / HTTP/1.1\r\n\r\n'],
]) {
  test(`a message with ${what} is dropped, and the connection goes on`, async (t) => {
    const server = await serve(t);
    const {socket, ask, received} = await rawSocket(t, server.sip);
    socket.send(text);
    await server.logged(/no valid SIP/);
    await ask('\r\n\r\n');
    assert.deepEqual(received, ['\r\n']);
  });
}

test('a client that does not speak "sip" is refused', async (t) => {
  const server = await serve(t);
  for (const protocols of [[], ['xmpp']]) {
    const socket = new WebSocket(server.sip, protocols);
    const [, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, 400);
    socket.on('error', () => {}); // "closed before established": it is what we ask for.
    socket.terminate();
  }
});

test('a page of another site may not connect', async (t) => {
  const server = await serve(t);
  const foreign = new WebSocket(server.sip, 'sip', {origin: 'https://evil.example'});
  const [, response] = await once(foreign, 'unexpected-response');
  assert.equal(response.statusCode, 403);
  foreign.on('error', () => {});
  foreign.terminate();
  await rawSocket(t, server.sip, {origin: 'http://localhost:9'});
});

test('only the pages of this server, and those of the same machine, may connect', async (t) => {
  const server = await serve(t);
  const {port} = server;
  const refused = [
    ['http://evil.localhost', 'localhost'],
    ['http://evil.localhost:9', `localhost:${port}`],
    ['http://evil.localhost:9', `evil.localhost:${port}`],
    [`http://evil.localhost:${port}`, `other.localhost:${port}`],
    [`https://evil.localhost:${port}`, `evil.localhost:${port}`],
    ['http://localhost.', `localhost:${port}`],
    ['http://localhost.evil.example', `localhost:${port}`],
    ['http://127.0.0.1.evil.example', `127.0.0.1:${port}`],
    ['null', `localhost:${port}`],
  ];
  for (const [origin, host] of refused) {
    const foreign = new WebSocket(server.sip, 'sip', {origin, headers: {host}});
    foreign.on('error', () => {}); // "closed before established": it is what we ask for.
    const status = await Promise.race([
      once(foreign, 'unexpected-response').then(([, response]) => response.statusCode),
      once(foreign, 'open').then(() => 101),
    ]);
    foreign.terminate();
    assert.equal(status, 403, `${origin} at ${host}`);
  }
  const welcome = [
    [`http://localhost:${port}`, `localhost:${port}`],
    [`http://phone.localhost:${port}`, `phone.localhost:${port}`],
    ['http://127.0.0.1:5173', `localhost:${port}`],
    ['http://[::1]:5173', `127.0.0.1:${port}`],
  ];
  for (const [origin, host] of welcome) await rawSocket(t, server.sip, {origin, headers: {host}});
});

/** All spellings of our domain, and everything that is not clearly another domain. */
const OURS = [
  'sip:alice@demo.invalid',
  'sip:alice@demo.invalid.',
  'sip:alice@DEMO.Invalid.',
  'sip:alice@demo.invalid..',
  'sip:alice@demo.invalid:5060',
  'sip:alice@demo.invalid.:5060;transport=ws',
  'sips:alice@demo.invalid',
  'SIP:alice@demo.invalid',
  'sip:alice:pw@demo.invalid',
  'sip:%61lice@demo.invalid',
  'sip:alice@demo.inv%61lid',
  'sip:alice@demo。invalid',
  'sip:alice@proxy.demo.invalid',
  'sip:alice@localhost.',
  'sip:alice@LOCALHOST.:8080',
  'sip:alice@phone.localhost',
  'sip:alice@127.0.0.1.',
  'sip:alice@127.1',
  'sip:alice@127.0.0.2',
  'sip:alice@2130706433',
  'sip:alice@[::1]',
  'sip:alice@[::1]:8080',
  'sip:alice@[0:0:0:0:0:0:0:1]',
  'sip:alice',
  'sip:alice@',
  'sip:@demo.invalid',
  'tel:+4930123',
];

test('whoever calls from our domain has to prove it, however it is written', async (t) => {
  const server = await serve(t);
  for (const [index, from] of OURS.entries()) {
    const {ask} = await rawSocket(t, server.sip);
    const invite = rawRequest('INVITE', 'sip:bob@demo.invalid', {from, branch: `z9hG4bKours${index}`});
    assert.match(await ask(invite), /^SIP\/2\.0 407 /, from);
  }
});

test('whoever calls from another domain need not', async (t) => {
  const server = await serve(t);
  const domains = ['elsewhere.invalid', 'notdemo.invalid', 'demo.invalid.example.', 'Elsewhere.Invalid:5070'];
  for (const domain of domains) {
    const from = `sip:guest@${domain}`;
    const {until, socket} = await rawSocket(t, server.sip);
    socket.send(rawRequest('INVITE', 'sip:bob@demo.invalid', {from, branch: `z9hG4bK${domain.replace(/\W/g, '')}`}));
    assert.match(await until(/^SIP\/2\.0 [2-6]/), /^SIP\/2\.0 480 /, from);
  }
});

test('our domain with a trailing dot is ours for whoever is called', async (t) => {
  const server = await serve(t);
  const bob = await Agent.start(server, 'bob');
  await bob.register();
  const {socket, until} = await rawSocket(t, server.sip);
  socket.send(rawRequest('INVITE', 'sip:bob@Demo.Invalid.', {to: 'sip:bob@demo.invalid'}));
  await (await bob.invitation()).reject({statusCode: 486});
  await until(/^SIP\/2\.0 486 /);
});

test('the proxy stays on the path and its route carries no address of a user', async (t) => {
  const server = await serve(t);
  const {caller} = await talking(server);
  const [dialog] = [...caller.ua.userAgentCore.dialogs.values()];
  assert.equal(dialog.routeSet.length, 1);
  assert.match(dialog.routeSet[0], /<sip:[0-9a-f]{24}\.[0-9a-f]{24}@proxy\.demo\.invalid;transport=ws;lr>/);
});

test('reliable provisional responses: PRACK travels too', async (t) => {
  const server = await serve(t);
  const [alice, bob] = await Promise.all([Agent.start(server, 'alice'), Agent.start(server, 'bob')]);
  await bob.register();
  const call = alice.call('sip:bob@demo.invalid', {extraHeaders: ['Supported: 100rel']});
  const invitation = await bob.invitation();
  // SIP.js looks for the extension only in its own list.
  invitation.rel100 = 'supported';
  await invitation.progress({statusCode: 183, rel100: true});
  await Promise.all([invitation.accept(), reached(invitation, SessionState.Established)]);
  assert.equal(await call.answered, 200);
  await call.inviter.bye();
  await reached(invitation, SessionState.Terminated);
});

test('REFER and its NOTIFY travel within the call', async (t) => {
  const server = await serve(t);
  const {call, invitation} = await talking(server);
  invitation.delegate = {
    onRefer: (referral) => {
      void referral.accept();
      invitation.dialog.notify(undefined, {
        extraHeaders: ['Event: refer', 'Subscription-State: terminated;reason=noresource'],
        body: {contentDisposition: 'render', contentType: 'message/sipfrag', content: 'SIP/2.0 200 OK'},
      });
    },
  };
  const target = UserAgent.makeURI('sip:carol@demo.invalid');
  const told = new Promise((resolve, reject) => {
    const onNotify = (notification) => {
      void notification.accept();
      resolve(notification.request.body);
    };
    call.inviter.refer(target, {onNotify}).catch(reject);
  });
  assert.equal(await told, 'SIP/2.0 200 OK');
});
