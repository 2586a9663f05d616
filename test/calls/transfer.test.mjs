/** Transfers between our phones, with the consent of the person who is transferred, and with SIPp in each role. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hearsOnly} from './harness/tones.mjs';

const scenario = scenarios({kamailio: true, rtpengine: true});
const ALICE = 523;
const BOB = 784;
const CAROL = 1047;
const ALL = [ALICE, BOB, CAROL];

/** @typedef {import('./harness/person.mjs').Person} Person */
/** @typedef {Parameters<Parameters<typeof scenario>[1]>[0]} Stage */

/** Alice and Bob talk; Bob is asked before he is transferred. @param {Stage} stage */
async function two({person}) {
  const [alice, bob] = await Promise.all([
    person('alice', {voice: ALICE}),
    person('bob', {voice: BOB, attributes: 'consent-refer'}),
  ]);
  await talk(alice, bob);
  await hearsOnly(bob, [ALICE], ALL);
  return {alice, bob};
}

/** @param {Stage} stage */
async function three(stage) {
  const carol = await stage.person('carol', {voice: CAROL});
  return {...(await two(stage)), carol};
}

/**
 * Transfers the far end of the active call; resolves with the result.
 * @param {Person} person
 * @param {string} target
 * @returns {Promise<string>} `done`, or why not: `transfer-failed 486`
 */
function transfer({page}, target) {
  return page.evaluate(
    (to) =>
      /** @type {any} */ (document.querySelector('sip-phone')).activeCall.transfer(to).then(
        () => 'done',
        (/** @type {{code: string, status: number}} */ {code, status}) => `${code} ${status}`,
      ),
    target,
  );
}

/** Returns the state of the active call's transfer. @param {Person} person */
function transferState({page}) {
  return page.evaluate(
    () => /** @type {any} */ (document.querySelector('sip-phone')).activeCall?.snapshot.transfer?.state,
  );
}

/**
 * The transfer failed, so the call goes on as before.
 * @param {Person} alice
 * @param {Person} bob
 */
async function areBack(alice, bob) {
  await Promise.all([alice.waitForCall('active'), bob.waitForCall('active')]);
  await hearsOnly(alice, [BOB], ALL);
  await hearsOnly(bob, [ALICE], ALL);
  await alice.click('Hang up');
  assert.equal((await bob.end()).by, 'remote');
}

/**
 * Only these two talk; then they hang up.
 * @param {Person} bob
 * @param {Person} carol
 */
async function areConnected(bob, carol) {
  await hearsOnly(bob, [CAROL], ALL);
  await hearsOnly(carol, [BOB], ALL);
  await bob.click('Hang up');
  assert.equal((await carol.end()).by, 'remote');
}

scenario('blind: Bob allows it, talks with Carol, and Alice is out', async (stage) => {
  const {alice, bob, carol} = await three(stage);
  const transferred = transfer(alice, carol.aor);
  await bob.reads(`Alice wants to connect you with ${carol.aor.replace('sip:', '')}.`);
  await bob.click('Allow');
  await carol.click('Answer');
  assert.equal(await transferred, 'done');
  assert.equal((await alice.end()).cause, 'hangup');
  await areConnected(bob, carol);
});

scenario('blind, and Alice is gone before Bob has answered the question', async (stage) => {
  const {alice, bob, carol} = await three(stage);
  const transferred = transfer(alice, carol.aor);
  await bob.reads('wants to connect you');
  await alice.click('Hang up');
  await bob.end();
  await transferred;
  await bob.click('Allow');
  await carol.click('Answer');
  await areConnected(bob, carol);
});

scenario('attended: Alice talks to Carol first, Bob and Carol allow it and talk', async (stage) => {
  const {alice, bob, carol} = await three(stage);
  await alice.page.evaluate((target) => {
    /** @type {any} */ (document.querySelector('sip-phone')).dial(target);
  }, carol.aor);
  await carol.click('Answer');
  await hearsOnly(carol, [ALICE], ALL);
  const transferred = alice.page.evaluate(() => {
    const [first, second] = /** @type {any} */ (document.querySelector('sip-phone')).calls;
    return first.transfer(second);
  });
  await bob.click('Allow');
  await carol.reads('wants to take the place of Alice in this call.');
  await carol.click('Allow');
  await transferred;
  await areConnected(bob, carol);
  await carol.notice('sip-replaced');
  assert.equal((await carol.notices()).filter(({type}) => type === 'sip-call-added').length, 1);
});

scenario('Bob refuses: he and Alice are back', async (stage) => {
  const {alice, bob} = await two(stage);
  const transferred = transfer(alice, 'sip:carol@elsewhere.invalid');
  await bob.click('Refuse');
  assert.equal(await transferred, 'transfer-failed 603');
  await areBack(alice, bob);
});

scenario('the target is busy: Bob and Alice are back', async (stage) => {
  const {alice, bob} = await two(stage);
  const transferred = transfer(alice, 'busy');
  await bob.click('Allow');
  assert.equal(await transferred, 'transfer-failed 486');
  await areBack(alice, bob);
});

scenario('SIPp is transferred, and tells how it goes', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'transferee'});
  const alice = await person('alice');
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  assert.equal(await transfer(alice, 'carol'), 'done');
  const news = (await alice.notices()).filter(({type}) => type === 'sip-transfer-change');
  const states = news.map(({transfer}) => transfer?.state);
  assert.deepEqual([...new Set(states)], ['requested', 'accepted', 'trying', 'ringing', 'completed']);
  assert.equal((await alice.end()).cause, 'hangup');
  await sipp.stop();
});

scenario('SIPp reaches nobody: 503, and it is taken back', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'transferee-503'});
  const alice = await person('alice', {voice: ALICE});
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  assert.equal(await transfer(alice, 'carol'), 'transfer-failed 503');
  assert.equal(await transferState(alice), 'failed');
  await alice.waitForCall('active');
  await hearsOnly(alice, [ALICE], ALL); // SIPp echoes what it receives
  await alice.click('Hang up');
  await alice.end();
  await sipp.stop();
});

scenario('SIPp calls in place of Bob: nothing rings, Alice allows it, and hears it', async (stage) => {
  const {alice, bob} = await two(stage);
  const replaces = await alice.page.evaluate(() => {
    const {session: dialog} = /** @type {any} */ (document.querySelector('sip-phone')).activeCall;
    return `${dialog.callId};to-tag=${dialog.localTag};from-tag=${dialog.remoteTag}`;
  });
  const sipp = await stage.servers.startSipp({
    scenario: 'replaces',
    calls: 'alice',
    keys: {target: alice.aor, replaces},
  });
  await alice.reads('wants to take the place of Bob in this call.');
  await alice.click('Allow');
  await alice.notice('sip-replaced');
  assert.equal((await bob.end()).by, 'remote');
  await alice.reads('SIPp');
  await hearsOnly(alice, [ALICE], ALL);
  assert.equal((await alice.notices()).filter(({type}) => type === 'sip-incoming').length, 0);
  await alice.click('Hang up');
  await alice.end();
  await until(() => !sipp.process.running, {what: 'SIPp is through'});
});
