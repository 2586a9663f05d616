/** What is in a recording of a real call: both voices, and the picture of the far end. */
import assert from 'node:assert/strict';
import {waitForGrowth} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hears, speaksAs} from './harness/voices.mjs';

const scenario = scenarios({kamailio: true});

const ALICE = 500;
const BOB = 900;
const ALL = [ALICE, BOB];

/** Runs in the page: ends the recording of the active call, and looks into it. @param {readonly number[]} tones */
async function contents(tones) {
  const blob = await /** @type {any} */ (document.querySelector('sip-phone')).activeCall.stopRecording();
  const context = new AudioContext();
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = sound.getChannelData(0);
  // Goertzel's algorithm: how much of one frequency there is.
  const amplitude = (/** @type {number} */ frequency) => {
    const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sound.sampleRate);
    let [previous, last] = [0, 0];
    for (const sample of samples) [previous, last] = [last, sample + coefficient * last - previous];
    return (2 * Math.sqrt(Math.max(0, last ** 2 + previous ** 2 - coefficient * last * previous))) / samples.length;
  };
  const video = Object.assign(document.createElement('video'), {muted: true, src: URL.createObjectURL(blob)});
  await video.play();
  const heard = tones.filter((tone) => amplitude(tone) > 0.02);
  await context.close();
  return {type: blob.type, heard, seconds: sound.duration, width: video.videoWidth};
}

scenario('a recorded call has both voices in it', async ({person}) => {
  const outside = '<sip-record-button phone="phone"></sip-record-button>';
  const alice = await person('alice', {prepare: speaksAs(ALICE), outside});
  const bob = await person('bob', {prepare: speaksAs(BOB)});
  await talk(alice, bob);
  await hears(alice, [BOB], ALL);
  await alice.click('Record');
  await alice.seesPressed('Recording');
  await waitForGrowth(alice.page, 'audio', {by: 100});
  const {type, heard, seconds, width} = await alice.page.evaluate(contents, ALL);
  assert.match(type, /^audio\/webm/);
  assert.deepEqual(heard, ALL);
  assert.ok(seconds > 1, `${seconds} s`);
  assert.equal(width, 0);
});
