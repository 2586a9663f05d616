/** A re-INVITE without a description, as some exchanges send it: we make the offer, and the ACK carries the answer. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {waitForGrowth, waitForSound} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';
import {exchange, recordWire} from './harness/wire.mjs';

const scenario = scenarios({kamailio: true, rtpengine: true});

scenario('SIPp asks for an offer in mid-call, and the sound goes on', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'late-offer'});
  const alice = await person('alice', {prepare: recordWire});
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  const renewed = async () => (await exchange(alice.page, /INVITE|ACK/)).join(' ').endsWith('INVITE 200 ACK');
  await until(renewed, {what: 'the offer is answered', timeout: 15_000});
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await alice.waitForCall('active');
  await alice.click('Hang up');
  assert.equal((await alice.end()).cause, 'hangup');
  await sipp.stop();
});
