/** Firefox, with Chromium at the far end and with a plain phone. */
import {until} from '../servers/index.mjs';
import {waitForGrowth, waitForSound} from './harness/media.mjs';
import {DESK, HEADSET, twoMicrophones} from './harness/microphones.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hearsOnly} from './harness/tones.mjs';

const scenario = scenarios({kamailio: true, rtpengine: true, baresip: true}, ['chromium', 'firefox']);

/** @param {import('./harness/person.mjs').Person[]} people */
async function soundAndPictureFor(...people) {
  for (const {page} of people) {
    await waitForGrowth(page, 'audio');
    await waitForGrowth(page, 'video');
  }
}

for (const [caller, callee] of /** @type {const} */ ([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
])) {
  scenario(`${caller} calls ${callee}: sound, picture, hold and resume`, async ({person}) => {
    const [alice, bob] = await Promise.all([person('alice', {browser: caller}), person('bob', {browser: callee})]);
    await talk(alice, bob, {video: true});
    await soundAndPictureFor(alice, bob);
    await alice.click('Hold');
    await bob.notice('sip-hold-change', ({side, held}) => side === 'remote' && held === true);
    await alice.click('Hold');
    await alice.waitForCall('active');
    await soundAndPictureFor(alice, bob);
    await bob.click('Hang up');
    await alice.reads('The other side hung up.');
  });
}

scenario('firefox calls a plain phone, which hears sound and keys', async ({person, servers: {baresip}}) => {
  const alice = await person('alice', {browser: 'firefox'});
  await alice.dial(baresip.aor);
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await alice.click('Keypad');
  await alice.press('7');
  await until(() => baresip.digits().endsWith('7'), {what: 'baresip gets the 7'});
  await alice.click('Hang up');
  await until(() => baresip.calls() === 0, {what: 'baresip sees the end'});
});

scenario('in firefox another microphone is chosen, muted and held: it is heard, and silence is', async ({person}) => {
  const BOTH = [DESK, HEADSET];
  const outside = '<sip-device-select phone="phone"></sip-device-select>';
  const [alice, bob] = await Promise.all([
    person('alice', {browser: 'firefox', prepare: twoMicrophones, outside}),
    person('bob'),
  ]);
  await talk(alice, bob);
  await hearsOnly(bob, [DESK], BOTH);
  await alice.page.getByLabel('Microphone', {exact: true}).selectOption('Headset');
  await hearsOnly(bob, [HEADSET], BOTH);
  await alice.click('Mute');
  await hearsOnly(bob, [], BOTH);
  await alice.click('Mute');
  await hearsOnly(bob, [HEADSET], BOTH);
  await alice.click('Hold');
  await hearsOnly(bob, [], BOTH);
  await alice.click('Hold');
  await hearsOnly(bob, [HEADSET], BOTH);
});
