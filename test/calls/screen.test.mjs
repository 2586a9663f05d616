/** Screens, cameras and sound that are switched in a running call: what the far end sees and hears. */
import assert from 'node:assert/strict';
import {until} from '../servers/index.mjs';
import {waitForGrowth, waitForStop} from './harness/media.mjs';
import {brightness, openCaptures, waitForFrames, watchCaptures} from './harness/pictures.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {hearsOnly, SCREEN, screenSings} from './harness/tones.mjs';
import {directions, recordWire} from './harness/wire.mjs';

const scenario = scenarios({kamailio: true}, ['chromium', 'firefox']);

const ALICE = 500;
const BOB = 850;
const BOTH = [ALICE, BOB];
const ALL = [...BOTH, SCREEN];

scenario(
  'a screen is shared in a call of voices: it is seen and heard in Firefox, and its end in the browser is noticed',
  async ({person}) => {
    const outside = '<sip-screen-button phone="phone"></sip-screen-button>';
    const [alice, bob] = await Promise.all([
      person('alice', {voice: ALICE, outside, prepare: [watchCaptures, screenSings]}),
      person('bob', {voice: BOB, browser: 'firefox'}),
    ]);
    await talk(alice, bob);
    await hearsOnly(bob, [ALICE], BOTH);
    const picture = (/** @type {string} */ op) =>
      bob.notice(
        'sip-media-change',
        (change) => change.op === op && change.kind === 'video' && change.side === 'remote',
      );

    await alice.click('Screen');
    await alice.seesPressed('Screen');
    await picture('add');
    await waitForFrames(bob.page);
    await hearsOnly(bob, [ALICE, SCREEN], ALL);
    assert.deepEqual(await openCaptures(alice.page), ['screen']);
    await alice.click('Mute');
    await hearsOnly(bob, [SCREEN], ALL);
    await alice.click('Mute');
    await hearsOnly(bob, [ALICE, SCREEN], ALL);

    // This does what the browser's own bar does: the track ends, and only an event reports it.
    await alice.page.evaluate(() => /** @type {any} */ (globalThis).endScreen());
    await picture('remove');
    await waitForStop(bob.page, 'video');
    await alice.page.getByRole('button', {name: 'Screen', exact: true, pressed: false}).waitFor();
    await hearsOnly(bob, [ALICE], ALL);

    await alice.click('Screen');
    await waitForFrames(bob.page);
    await alice.click('Screen');
    await waitForStop(bob.page, 'video');
    assert.deepEqual(await openCaptures(alice.page), []);
    await hearsOnly(alice, [BOB], BOTH);
    await hearsOnly(bob, [ALICE], BOTH);
  },
);

scenario(
  'a muted camera is let go; the deaf are heard; a call that is held inactive is silent both ways',
  async ({person}) => {
    const alice = await person('alice', {
      attributes: 'camera-off="free" hold-direction="inactive"',
      voice: ALICE,
      prepare: [recordWire, watchCaptures],
    });
    const bob = await person('bob', {voice: BOB, prepare: recordWire});
    /** @param {string} method of the call */
    const ask = (method, ...rest) =>
      alice.page.evaluate(
        ([name, ...values]) => /** @type {any} */ (document.querySelector('sip-phone')).activeCall[name](...values),
        [method, ...rest],
      );
    await talk(alice, bob, {video: true});
    await waitForFrames(bob.page);
    await until(async () => (await brightness(bob.page)) > 30, {what: 'bob sees a camera'});
    assert.deepEqual(await openCaptures(alice.page), ['camera']);

    await ask('mute', 'video');
    await until(async () => (await openCaptures(alice.page)).length === 0, {what: 'the light of the camera is off'});
    await until(async () => (await brightness(bob.page)) < 10, {what: 'bob sees black'});
    await waitForFrames(bob.page);
    await ask('unmute', 'video');
    await until(async () => (await brightness(bob.page)) > 30, {what: 'bob sees the camera again'});
    assert.deepEqual(await openCaptures(alice.page), ['camera']);

    await hearsOnly(bob, [ALICE], BOTH);
    const played = () => alice.page.evaluate(() => /** @type {any} */ (globalThis).playedAloud());
    assert.equal(await played(), 1);
    await ask('deafen');
    await until(async () => (await played()) === 0, {what: 'nothing is played'});
    await hearsOnly(bob, [ALICE], BOTH);
    await ask('undeafen');
    await until(async () => (await played()) === 1, {what: 'bob is played again'});

    await alice.click('Hold');
    await bob.notice('sip-hold-change', ({side, held}) => side === 'remote' && held === true);
    assert.deepEqual((await directions(alice.page, /^INVITE/)).at(-1), ['inactive', 'inactive']);
    assert.deepEqual((await directions(bob.page, /^SIP\/2.0 200[^]*CSeq: \d+ INVITE/)).at(-1), [
      'inactive',
      'inactive',
    ]);
    await Promise.all([hearsOnly(alice, [], BOTH), hearsOnly(bob, [], BOTH)]);
    await Promise.all([waitForStop(alice.page, 'audio'), waitForStop(bob.page, 'audio')]);
    await alice.click('Hold');
    await Promise.all([hearsOnly(alice, [BOB], BOTH), hearsOnly(bob, [ALICE], BOTH)]);
    await waitForGrowth(bob.page, 'video', {directions: ['inbound']});
  },
);
