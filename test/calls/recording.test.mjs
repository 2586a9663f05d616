/** The content of a recording of a real call: both voices, and the far end's picture. */
import assert from 'node:assert/strict';
import {waitForGrowth} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {waitForTones} from './harness/tones.mjs';

const scenario = scenarios({kamailio: true});

const ALICE = 500;
const BOB = 850;
const VOICES = [ALICE, BOB];

/** Runs in the page: ends the recording of the active call, and analyses it. @param {readonly number[]} tones */
async function contents(tones) {
  const blob = await document.querySelector('sip-phone')?.activeCall?.stopRecording();
  if (!blob) throw new Error('nothing was recorded');
  const context = new AudioContext();
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = sound.getChannelData(0);
  // Goertzel's algorithm gives the amplitude of one frequency.
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

/** Runs in the page before all other scripts. */
function noteRecordings() {
  addEventListener('sip-recording-change', (event) => {
    const {blob} = /** @type {CustomEvent<{blob?: Blob}>} */ (event).detail;
    Object.assign(globalThis, {recorded: blob?.size});
  });
}

scenario(
  'a recorded call has both voices in it; the page may refuse; the end of the call is that of the recording',
  async ({person}) => {
    const outside = '<sip-record-button phone="phone"></sip-record-button>';
    const [alice, bob] = await Promise.all([
      person('alice', {voice: ALICE, outside, prepare: noteRecordings}),
      person('bob', {voice: BOB}),
    ]);
    await talk(alice, bob);
    await waitForTones(alice, [BOB]);
    const refusal = await alice.page.evaluate(() => {
      const refuse = (/** @type {Event} */ event) => event.preventDefault();
      addEventListener('sip-recording-start', refuse, {once: true});
      const started = document.querySelector('sip-phone')?.activeCall?.startRecording();
      return started?.catch((/** @type {{code: string}} */ error) => error.code);
    });
    assert.equal(refusal, 'recording-refused');

    await alice.click('Record');
    await alice.seesPressed('Recording');
    await waitForGrowth(alice.page, 'audio', {by: 100});
    const {type, heard, seconds, width} = await alice.page.evaluate(contents, VOICES);
    assert.match(type, /^audio\/webm/);
    assert.deepEqual(heard, VOICES);
    assert.ok(seconds > 1, `${seconds} s`);
    assert.equal(width, 0);

    await alice.click('Record');
    await alice.seesPressed('Recording');
    await waitForGrowth(alice.page, 'audio', {by: 60});
    await bob.click('Hang up');
    await alice.end();
    await alice.page.waitForFunction(() => /** @type {any} */ (globalThis).recorded > 1000);
  },
);

scenario('a recorded video call has the picture of the far end and both voices in it', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice', {voice: ALICE}), person('bob', {voice: BOB})]);
  await talk(alice, bob, {video: true});
  await waitForTones(alice, [BOB]);
  await waitForGrowth(alice.page, 'video');
  await alice.page.evaluate(() => document.querySelector('sip-phone')?.activeCall?.startRecording({video: true}));
  await waitForGrowth(alice.page, 'video', {by: 60});
  await waitForGrowth(alice.page, 'audio', {by: 100});
  const {type, heard, width} = await alice.page.evaluate(contents, VOICES);
  assert.match(type, /^video\/webm/);
  assert.deepEqual(heard, VOICES);
  assert.ok(width > 0, 'a frame was decoded');
});
