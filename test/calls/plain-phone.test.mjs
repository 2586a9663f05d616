/** A browser and a plain SIP phone (RTP, G.711), through Kamailio and rtpengine. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {statistics, waitForGrowth, waitForSound, waitForStop} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true, rtpengine: true, baresip: true});

/** @typedef {import('../servers/baresip.mjs').Baresip} Baresip */

/**
 * Waits until baresip's recording grows and contains sound.
 * @param {Baresip} baresip
 */
async function hears(baresip) {
  const before = await baresip.recordingBytes();
  await until(async () => (await baresip.recordingBytes()) > before + 16_000, {what: 'the recording of baresip grows'});
  await until(async () => (await baresip.recordingLevel()) > 0.001, {what: 'baresip hears sound'});
}

scenario('a browser calls a plain phone', async ({person, servers: {baresip}}) => {
  const alice = await person('alice');
  await alice.dial(baresip.aor);
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await hears(baresip);
  const codecs = (await statistics(alice.page)).filter(({type}) => type === 'codec').map(({mimeType}) => mimeType);
  assert.ok(codecs.includes('audio/PCMU'), String(codecs));
  await alice.click('Hang up');
  await until(() => baresip.calls() === 0, {what: 'baresip sees the end'});
});

scenario('a plain phone calls a browser, and hangs up', async ({person, servers: {baresip}}) => {
  const alice = await person('alice');
  await baresip.dial(alice.aor);
  await alice.reads('dave');
  await alice.click('Answer');
  await until(() => baresip.calls() === 1, {what: 'baresip is in the call'});
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await hears(baresip);
  await baresip.hangup();
  assert.equal((await alice.end()).by, 'remote');
  await alice.reads('The other side hung up.');
});

scenario('a plain phone has no picture: a video call to it is an audio call', async ({person, servers: {baresip}}) => {
  const alice = await person('alice');
  await alice.dial(baresip.aor, {video: true});
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await alice.click('Hang up');
  await until(() => baresip.calls() === 0, {what: 'baresip sees the end'});
});

scenario('a plain phone is put on hold and taken back', async ({person, servers: {baresip}}) => {
  const alice = await person('alice');
  await alice.dial(baresip.aor);
  await alice.waitForCall('active');
  await waitForSound(alice.page);
  await alice.click('Hold');
  await alice.waitForCall('held');
  await waitForStop(alice.page, 'audio');
  await alice.click('Hold');
  await alice.waitForCall('active');
  await waitForSound(alice.page);
  // baresip never records again after a hold, but it still receives RTP: digits show that.
  await alice.click('Keypad');
  await alice.press('1');
  await until(() => baresip.digits().endsWith('1'), {what: 'baresip gets the 1'});
});

scenario('keys that are pressed in a call reach the plain phone', async ({person, servers: {baresip}}) => {
  const alice = await person('alice');
  await alice.dial(baresip.aor);
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await alice.click('Keypad');
  await alice.press('5');
  await alice.press('#');
  await alice.press('0');
  await until(() => baresip.digits().endsWith('5#0'), {what: 'baresip gets 5#0'});
  for (const digit of ['5', '#', '0']) {
    await alice.notice('sip-digit', (notice) => notice.digit === digit && notice.direction === 'sent');
  }
});

scenario('SIPp sends the sound back', async ({person, servers}) => {
  const sipp = await servers.startSipp();
  const alice = await person('alice');
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  await alice.click('Hang up');
  await alice.end();
  await sipp.stop();
});
