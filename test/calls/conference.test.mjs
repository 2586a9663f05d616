/** Three people at three browsers through Kamailio; one of them joins the two calls. Each is a tone of their own. */
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hears, speaksAs} from './harness/voices.mjs';

const scenario = scenarios({kamailio: true});

const ALICE = 500;
const BOB = 900;
const CAROL = 1400;
const ALL = [ALICE, BOB, CAROL];

/** Alice talks to both, to Bob on hold. @param {Parameters<Parameters<typeof scenario>[1]>[0]} stage */
async function twoCalls({person}) {
  const alice = await person('alice', {
    prepare: speaksAs(ALICE),
    outside: '<sip-conference-button phone="phone"></sip-conference-button>',
  });
  const bob = await person('bob', {prepare: speaksAs(BOB)});
  const carol = await person('carol', {prepare: speaksAs(CAROL)});
  await talk(alice, bob);
  await carol.dial(alice.aor);
  await alice.click('Answer', {ofCall: 'ringing'});
  await carol.waitForCall('active');
  await alice.waitForCall('held');
  await hears(carol, [ALICE], ALL);
  await hears(bob, [], ALL);
  return {alice, bob, carol};
}

scenario('everybody hears the two others and not themselves; split, only one is heard', async (stage) => {
  const {alice, bob, carol} = await twoCalls(stage);
  await alice.click('Conference');
  await alice.seesPressed('Conference');
  await hears(alice, [BOB, CAROL], ALL);
  await hears(bob, [ALICE, CAROL], ALL);
  await hears(carol, [ALICE, BOB], ALL);
  await alice.page.evaluate(() => /** @type {any} */ (document.querySelector('sip-phone')).activeCall.mute());
  await hears(bob, [CAROL], ALL);
  await hears(carol, [BOB], ALL);
  await alice.page.evaluate(() => /** @type {any} */ (document.querySelector('sip-phone')).activeCall.unmute());
  await alice.click('Conference');
  await alice.waitForCall('held');
  await hears(bob, [], ALL);
  await hears(carol, [ALICE], ALL);
});
