/** Calls with bad or lost media paths: dead ICE servers, TURN credentials from a function, an ICE restart. */
import assert from 'node:assert/strict';
import {waitForSound} from './harness/media.mjs';
import {hearEachOther, talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true, coturn: true});

scenario('with a dead TURN and a dead STUN server the INVITE does not wait for them', async ({person}) => {
  const dead = '127.0.0.1:61999';
  const iceServers = [{urls: `turn:${dead}`, username: 'a', credential: 'b'}, {urls: `stun:${dead}`}];
  const [alice, bob] = await Promise.all([person('alice', {properties: {iceServers}}), person('bob')]);
  await talk(alice, bob);
  const {timings} = await alice.notice('sip-accepted');
  console.log(`      timings: ${JSON.stringify(timings)}`);
  // Without our limit the browser would wait 40 seconds for these servers.
  const {duration = Infinity, end} = timings?.gathering ?? {};
  assert.equal(end, 'limit');
  assert.ok(duration < 4000, `candidates were waited for ${String(duration)} ms`);
});

scenario('an ICE restart leaves sound both ways', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
  await talk(alice, bob);
  await waitForSound(bob.page);
  await alice.page.evaluate(() => document.querySelector('sip-phone')?.activeCall?.restartMedia());
  await hearEachOther([alice, bob]);
});
