/**
 * Three people at three browsers through Kamailio; one of them joins two calls. Each microphone plays a tone of its
 * own.
 */
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hearsOnly} from './harness/tones.mjs';

const scenario = scenarios({kamailio: true});

// No tone is an overtone, the sum or the difference of others.
const ALICE = 500;
const BOB = 850;
const CAROL = 1300;
const ALL = [ALICE, BOB, CAROL];

scenario('everybody hears the two others and not themselves; split; and one leaves for good', async ({person}) => {
  const outside = '<sip-conference-button phone="phone"></sip-conference-button>';
  const [alice, bob, carol] = await Promise.all([
    person('alice', {voice: ALICE, outside}),
    person('bob', {voice: BOB}),
    person('carol', {voice: CAROL}),
  ]);
  await talk(alice, bob);
  await carol.dial(alice.aor);
  await alice.click('Answer', {ofCall: 'ringing'});
  await carol.waitForCall('active');
  await alice.waitForCall('held');
  await hearsOnly(carol, [ALICE], ALL);
  await hearsOnly(bob, [], ALL);

  await alice.click('Conference');
  await alice.seesPressed('Conference');
  await hearsOnly(alice, [BOB, CAROL], ALL);
  await hearsOnly(bob, [ALICE, CAROL], ALL);
  await hearsOnly(carol, [ALICE, BOB], ALL);

  // Alice, who joined the calls, mutes the microphone for both.
  await alice.page.evaluate(() => document.querySelector('sip-phone')?.activeCall?.mute());
  await hearsOnly(bob, [CAROL], ALL);
  await hearsOnly(carol, [BOB], ALL);
  await alice.page.evaluate(() => document.querySelector('sip-phone')?.activeCall?.unmute());

  await alice.click('Conference');
  await alice.waitForCall('held');
  await hearsOnly(bob, [], ALL);
  await hearsOnly(carol, [ALICE], ALL);

  await alice.click('Conference');
  await alice.seesPressed('Conference');
  await hearsOnly(bob, [ALICE, CAROL], ALL);
  await carol.click('Hang up');
  await carol.end();
  await hearsOnly(alice, [BOB], ALL);
  await hearsOnly(bob, [ALICE], ALL);
  await hearsOnly(carol, [], ALL);
});
