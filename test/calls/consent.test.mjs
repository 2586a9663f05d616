/** A picture that needs the person's consent: the re-INVITE waits for it, through Kamailio. */
import assert from 'node:assert/strict';
import {packets, waitForGrowth} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true});
const QUESTION = 'The other side wants to show you a picture.';

/** @param {Parameters<Parameters<typeof scenario>[1]>[0]} stage */
async function asked({person}) {
  const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'consent-video'})]);
  await talk(alice, bob);
  await alice.click('Camera');
  await bob.reads(QUESTION);
  return {alice, bob};
}

scenario('allowed, the picture comes', async (stage) => {
  const {alice, bob} = await asked(stage);
  await waitForGrowth(bob.page, 'audio');
  assert.equal((await packets(bob.page)).video.inbound, 0);
  await bob.click('Allow');
  await alice.seesPressed('Camera');
  await waitForGrowth(bob.page, 'video', {directions: ['inbound']});
  await alice.click('Hang up');
  await bob.end();
});

scenario('refused, there is none, and the call goes on', async (stage) => {
  const {alice, bob} = await asked(stage);
  await bob.click('Refuse');
  await alice.notice('sip-error', ({error}) => error?.code === 'renegotiation-refused');
  await waitForGrowth(bob.page, 'audio');
  assert.equal((await packets(bob.page)).video.inbound, 0);
  await bob.click('Hang up');
  await alice.end();
});

scenario('asked again after a change of our own, which does not wait', async (stage) => {
  const {alice, bob} = await asked(stage);
  await bob.click('Hold');
  await bob.waitForCall('held');
  await bob.click('Hold');
  await bob.reads(QUESTION);
  await bob.click('Allow');
  await bob.waitForCall('active');
  await alice.seesPressed('Camera');
  await waitForGrowth(bob.page, 'video', {directions: ['inbound']});
  await alice.click('Hang up');
  await bob.end();
});
