/** Changes of microphone and loudspeaker in a running call: what the far end hears, and what is sent. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {waitForGrowth, waitForSound} from './harness/media.mjs';
import {DESK, HEADSET, twoMicrophones} from './harness/microphones.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hearsOnly} from './harness/tones.mjs';
import {exchange, recordWire} from './harness/wire.mjs';

/** @typedef {import('./harness/person.mjs').Person} Person */

const scenario = scenarios({kamailio: true});
const BOTH = [DESK, HEADSET];
const outside = `<sip-device-select phone="phone"></sip-device-select>
  <sip-device-select phone="phone" kind="speaker"></sip-device-select>
  <sip-volume-range phone="phone"></sip-volume-range> <sip-audio-level phone="phone" test></sip-audio-level>`;
const options = {prepare: [recordWire, twoMicrophones], outside};

/** @param {Person} person */
const openMicrophones = ({page}) => page.evaluate(() => /** @type {any} */ (globalThis).openMicrophones());

scenario(
  'another microphone is heard without a word to the far end, and so is the next one when it is pulled out',
  async ({person}) => {
    const [alice, bob] = await Promise.all([person('alice', options), person('bob', {prepare: twoMicrophones})]);
    await talk(alice, bob);
    await hearsOnly(bob, [DESK], BOTH);
    const said = (await exchange(alice.page, /INVITE|UPDATE/)).length;

    await alice.page.getByLabel('Microphone', {exact: true}).selectOption('Headset');
    await alice.notice('sip-device-change', ({kind, reason}) => String(kind) === 'microphone' && reason === 'chosen');
    await hearsOnly(bob, [HEADSET], BOTH);
    assert.deepEqual(await openMicrophones(alice), ['headset']);

    // While muted, a new microphone is silent, too.
    await alice.click('Mute');
    await alice.page.getByLabel('Microphone', {exact: true}).selectOption('Desk');
    await hearsOnly(bob, [], BOTH);
    await alice.page.getByLabel('Microphone', {exact: true}).selectOption('Headset');
    await alice.click('Mute');
    await hearsOnly(bob, [HEADSET], BOTH);

    await alice.page.evaluate(() => /** @type {any} */ (globalThis).unplug('headset'));
    await alice.notice('sip-device-change', ({reason}) => reason === 'unplugged');
    await hearsOnly(bob, [DESK], BOTH);
    assert.deepEqual(await openMicrophones(alice), ['desk']);

    await alice.page.evaluate(() => /** @type {any} */ (globalThis).plug());
    await alice.notice('sip-device-change', ({reason}) => reason === 'plugged');
    await hearsOnly(bob, [HEADSET], BOTH);

    assert.equal((await exchange(alice.page, /INVITE|UPDATE/)).length, said, 'nothing was negotiated');
    await alice.click('Hang up');
    await bob.notice('sip-call-ended');
    assert.deepEqual(await openMicrophones(alice), []);

    // After a reload the page and its first call use the chosen microphone.
    await alice.page.reload();
    await alice.waitForStatus('registered');
    await talk(alice, bob);
    await hearsOnly(bob, [HEADSET], BOTH);
  },
);

scenario('the far end is played on another loudspeaker of the browser, as loud as wanted', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice', {outside}), person('bob')]);
  await talk(alice, bob);
  await waitForSound(alice.page);
  const speaker = alice.page.getByLabel('Speaker', {exact: true});
  const label = 'Fake Audio Output 2';
  await speaker.locator('option', {hasText: label}).waitFor({state: 'attached'});
  await speaker.selectOption({label});
  const {kind} = await alice.notice('sip-device-change', ({reason}) => reason === 'chosen');
  assert.equal(kind, 'speaker');
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  const facts = () =>
    alice.page.evaluate(async () => {
      const phone = document.querySelector('sip-phone');
      const call = phone?.calls[0];
      return {
        chosen: phone?.snapshot.devices.chosen.speaker,
        refused: await call?.setSpeaker('no such thing'),
        still: await call?.setSpeaker(''),
        volume: call?.snapshot.volume,
      };
    });
  const {chosen, ...rest} = await facts();
  assert.ok(chosen, 'a loudspeaker is chosen');
  assert.deepEqual(rest, {refused: false, still: true, volume: 1});
  await alice.page.getByLabel('Volume').fill('40');
  await until(async () => (await facts()).volume === 0.4, {what: 'the call is less loud'});
});

scenario('the microphone can be tried without a call', async ({person}) => {
  const alice = await person('alice', options);
  assert.deepEqual(await openMicrophones(alice), []);
  await alice.click('Test microphone');
  const meter = alice.page.getByRole('meter', {name: 'Microphone level'});
  const level = async () => Number(await meter.getAttribute('aria-valuenow'));
  await until(async () => (await level()) > 50, {what: 'the microphone is seen to be heard'});
  await alice.click('Stop test');
  assert.deepEqual(await openMicrophones(alice), []);
  assert.equal(await level(), 0);
});
