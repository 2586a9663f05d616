/**
 * Calls through Asterisk by its own WebSocket. It is the far end of every call, and its dialplan decides what happens.
 */
import assert from 'node:assert/strict';
import {waitForGrowth, waitForSound} from '../calls/harness/media.mjs';
import {scenarios} from '../calls/harness/scenario.mjs';
import {waitForTones} from '../calls/harness/tones.mjs';
import {headers, recordWire} from '../calls/harness/wire.mjs';

const scenario = scenarios({asterisk: true});
const TONE = 440;
const ALICE = 523;

scenario('echo: what is said comes back', async ({person}) => {
  const alice = await person('alice', {voice: ALICE});
  await alice.dial('echo');
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await waitForTones(alice, [ALICE], [TONE]);
  await alice.click('Hang up');
  const {by, cause} = await alice.end();
  assert.deepEqual([by, cause], ['local', 'hangup']);
});

scenario('wrong password: the digest is refused', async ({stranger}) => {
  const alice = await stranger('alice', {password: 'wrong'});
  await alice.waitForStatus('failed');
  assert.equal((await alice.notice('sip-error')).error?.code, 'wrong-credentials');
});

scenario('early media are heard before the answer, and the conversation after it', async ({person, servers}) => {
  await servers.asterisk.set('answer', 'no');
  const alice = await person('alice', {voice: ALICE});
  await alice.dial('early');
  await alice.waitForCall('early');
  await waitForTones(alice, [TONE]);
  await alice.waitForCall('early');
  await servers.asterisk.set('answer', 'yes');
  await alice.waitForCall('active');
  await waitForTones(alice, [ALICE], [TONE]);
});

scenario('a late answer: it rings, and then there is sound', async ({person, servers}) => {
  await servers.asterisk.set('answer', 'no');
  const alice = await person('alice', {voice: ALICE});
  await alice.dial('late');
  await alice.notice('sip-progress', ({code}) => code === 180);
  await servers.asterisk.set('answer', 'yes');
  await alice.waitForCall('active');
  await waitForTones(alice, [ALICE]);
});

for (const [target, code, cause, words] of /** @type {const} */ ([
  ['cause-17', 486, 'busy', 'The line is busy.'],
  ['status-603', 603, 'declined', 'The other side declined the call.'],
  ['cause-1', 404, 'not-found', 'This number or address does not exist. Check it and try again.'],
  ['cause-34', 503, 'server-error', 'The server could not complete the call. Try again later.'],
])) {
  scenario(`${code} from the dialplan`, async ({person}) => {
    const alice = await person('alice');
    await alice.dial(target);
    const end = await alice.end();
    assert.deepEqual([end.cause, end.code], [cause, code]);
    await alice.reads(words);
    await alice.waitForStatus('registered');
  });
}

scenario('a call between two phones: the name of the caller is seen, and they hear each other', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice', {voice: ALICE}), person('bob', {voice: 784})]);
  await alice.dial(bob.aor);
  await bob.reads('Alice');
  const {call} = await bob.notice('sip-incoming');
  assert.equal(call?.remoteIdentity.name, 'Alice');
  await bob.click('Answer');
  await waitForTones(alice, [784], [ALICE]);
  await waitForTones(bob, [ALICE], [784]);
  await bob.click('Hang up');
  assert.equal((await alice.end()).by, 'remote');
});

scenario('who calls is what a trusted server asserts, and not what the caller says', async ({person}) => {
  const [alice, frank] = await Promise.all([
    person('alice'),
    person('frank', {attributes: 'trusted-identity', prepare: recordWire}),
  ]);
  await alice.dial(frank.aor);
  const {call} = await frank.notice('sip-incoming');
  assert.match((await headers(frank.page, /^INVITE/, 'From')).join(), /<sip:gateway@/);
  assert.match((await headers(frank.page, /^INVITE/, 'P-Asserted-Identity')).join(), /<sip:alice@/);
  assert.equal(call?.remoteIdentity.uri, alice.aor);
  await frank.reads('Alice');
  await frank.click('Decline');
  assert.equal((await alice.end()).by, 'remote');
});
