/** Calls whose way for sound is bad or lost: dead ICE servers, TURN secrets from a function, an ICE restart. */
import assert from 'node:assert/strict';
import {waitForGrowth, waitForSound} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true, coturn: true});

scenario('with a dead TURN and a dead STUN server the INVITE leaves quickly', async ({person}) => {
  const dead = '127.0.0.1:61999';
  const iceServers = [{urls: `turn:${dead}`, username: 'a', credential: 'b'}, {urls: `stun:${dead}`}];
  const alice = await person('alice', {properties: {iceServers}});
  const bob = await person('bob');
  await talk(alice, bob);
  const {timings} = await alice.notice('sip-accepted');
  console.log(`      timings: ${JSON.stringify(timings)}`);
  const sent = timings?.inviteSent ?? Infinity;
  assert.ok(sent < 2500, `the INVITE left after ${String(sent)} ms`);
});

scenario('an ICE restart leaves sound both ways', async ({person}) => {
  const alice = await person('alice');
  const bob = await person('bob');
  await talk(alice, bob);
  await waitForSound(bob.page);
  await alice.page.evaluate(() => document.querySelector('sip-phone')?.activeCall?.restartMedia());
  for (const {page} of [alice, bob]) {
    await waitForGrowth(page, 'audio');
    await waitForSound(page);
  }
});
