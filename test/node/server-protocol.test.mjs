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
  // SIP.js looks for the extension in its own list only.
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
