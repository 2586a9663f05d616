/** Transfers that Asterisk carries out, and one that it requests. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {talk} from '../calls/harness/rooms.mjs';
import {scenarios} from '../calls/harness/scenario.mjs';
import {waitForTones} from '../calls/harness/tones.mjs';

const scenario = scenarios({asterisk: true});
const ALICE = 523;
const BOB = 784;
const CAROL = 1047;

/** @typedef {import('../calls/harness/person.mjs').Person} Person */

/** @param {(user: string, options: {voice: number}) => Promise<Person>} person */
async function three(person) {
  const [alice, bob, carol] = await Promise.all([
    person('alice', {voice: ALICE}),
    person('bob', {voice: BOB}),
    person('carol', {voice: CAROL}),
  ]);
  return {alice, bob, carol};
}

/**
 * Only these two have sound and are in a call; then they hang up.
 * @param {Person} bob
 * @param {Person} carol
 * @param {import('../calls/harness/scenario.mjs').Servers} servers
 */
async function areAlone(bob, carol, {asterisk}) {
  await waitForTones(bob, [CAROL], [ALICE]);
  await waitForTones(carol, [BOB], [ALICE]);
  const legs = async () => (await asterisk.channels()).length === 2;
  await until(legs, {what: 'only two legs are left in Asterisk'});
  await bob.click('Hang up');
  assert.equal((await carol.end()).by, 'remote');
}

scenario('blind: bob and carol talk, and alice is out', async ({person, servers}) => {
  const {alice, bob, carol} = await three(person);
  await talk(alice, bob);
  await waitForTones(bob, [ALICE]);
  const transferred = alice.page.evaluate(
    (target) => /** @type {any} */ (document.querySelector('sip-phone')).activeCall.transfer(target),
    carol.aor,
  );
  await carol.click('Answer');
  await transferred;
  assert.equal((await alice.end()).cause, 'hangup');
  await areAlone(bob, carol, servers);
});

scenario('blind to nobody: it fails, and the call comes back', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice', {voice: ALICE}), person('bob', {voice: BOB})]);
  await talk(alice, bob);
  const problem = await alice.page.evaluate(() =>
    /** @type {any} */ (document.querySelector('sip-phone')).activeCall.transfer('sip:9').then(
      () => 'transferred',
      (/** @type {{code: string}} */ {code}) => code,
    ),
  );
  assert.equal(problem, 'transfer-failed');
  await alice.waitForCall('active');
  await waitForTones(alice, [BOB]);
  await waitForTones(bob, [ALICE]);
  await alice.click('Hang up');
  await bob.end();
});

scenario('attended: alice asks carol first, then bob and carol talk', async ({person, servers}) => {
  const {alice, bob, carol} = await three(person);
  await talk(alice, bob);
  await alice.page.evaluate((target) => {
    /** @type {any} */ (document.querySelector('sip-phone')).dial(target);
  }, carol.aor);
  await carol.click('Answer');
  await carol.waitForCall('active');
  await alice.waitForCall('held');
  await waitForTones(carol, [ALICE], [BOB]);
  await alice.page.evaluate(() => {
    const [first, second] = /** @type {any} */ (document.querySelector('sip-phone')).calls;
    return first.transfer(second);
  });
  await areAlone(bob, carol, servers);
  const ends = (await alice.notices()).filter(({type}) => type === 'sip-call-ended');
  assert.deepEqual(
    ends.map(({cause}) => cause),
    ['hangup', 'hangup'],
  );
});
