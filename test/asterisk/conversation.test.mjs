/** What people do in a call through Asterisk, which takes part in every call as a B2BUA. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {until} from '../servers/index.mjs';
import {waitForGrowth} from '../calls/harness/media.mjs';
import {talk} from '../calls/harness/rooms.mjs';
import {scenarios} from '../calls/harness/scenario.mjs';
import {waitForTones} from '../calls/harness/tones.mjs';
import {exchange, headers, recordWire} from '../calls/harness/wire.mjs';

const KEYS = '0123456789*#ABCD';
const ALICE = 523;
const BOB = 784;
const CAROL = 1047;
const MUSIC = 660;

/** @typedef {import('../calls/harness/person.mjs').Person} Person */

/**
 * @param {Person} person
 * @param {string} digits
 * @param {'rtp' | 'info'} via
 */
function sendDigits({page}, digits, via) {
  return page.evaluate(
    ([wanted, how]) =>
      /** @type {any} */ (document.querySelector('sip-phone')).activeCall.sendDigits(wanted, {via: how}),
    /** @type {const} */ ([digits, via]),
  );
}

// A session timer takes most of a minute; meanwhile the others run, with their own Asterisk.
describe('in a call', {concurrency: 2}, () => {
  describe('of a minute', {concurrency: 1}, () => {
    const scenario = scenarios({asterisk: true});

    scenario('session timers: 422 at first, then both sides refresh, and the sound goes on', async ({person}) => {
      const [alice, bob] = await Promise.all([
        person('alice', {voice: ALICE, prepare: recordWire, attributes: 'session-expires="90"'}),
        person('bob', {voice: BOB, prepare: recordWire}),
      ]);
      await talk(alice, bob);
      assert.deepEqual(await headers(alice.page, /^SIP\/2.0 422/, 'Min-SE'), ['95']);
      // Asterisk's nonces are short-lived, so it may challenge again; then the same INVITE is there twice.
      const offered = new Set(await headers(alice.page, /^INVITE/, 'Session-Expires'));
      assert.deepEqual([...offered], ['90', '95']);
      assert.deepEqual(await headers(bob.page, /^INVITE/, 'Session-Expires'), ['95']);
      await waitForTones(alice, [BOB]);
      await waitForTones(bob, [ALICE]);
      // After half of the interval; Asterisk itself refreshes the call that it made.
      for (const {user, page} of [alice, bob]) {
        const refreshed = async () => (await exchange(page, /UPDATE/)).join() === 'UPDATE,200';
        await until(refreshed, {what: `the session of ${user} is refreshed`, timeout: 60_000});
      }
      await waitForTones(alice, [BOB]);
      await waitForTones(bob, [ALICE]);
    });
  });

  describe('and besides', {concurrency: 1}, () => {
    const scenario = scenarios({asterisk: true});

    scenario('all 16 keys, sent with the sound, are read by the dialplan', async ({person, servers}) => {
      await servers.asterisk.set('digits', '');
      const alice = await person('alice');
      await alice.dial('read');
      await alice.waitForCall('active');
      await waitForGrowth(alice.page, 'audio', {directions: ['outbound']});
      await alice.click('Keypad');
      for (const key of KEYS.slice(0, 12)) await alice.press(key);
      await sendDigits(alice, KEYS.slice(12), 'rtp');
      assert.equal(await until(() => servers.asterisk.get('digits'), {what: 'digits are read'}), KEYS);
    });

    scenario('all 16 keys, sent by INFO, are read by the dialplan', async ({person, servers}) => {
      await servers.asterisk.set('digits', '');
      const erin = await person('erin');
      await erin.dial('read');
      await erin.waitForCall('active');
      await sendDigits(erin, KEYS, 'info');
      assert.equal(await until(() => servers.asterisk.get('digits'), {what: 'digits are read'}), KEYS);
    });

    scenario('all 16 keys, pressed by Asterisk and sent by INFO, are heard of', async ({person}) => {
      const erin = await person('erin');
      await erin.dial('keys');
      await erin.waitForCall('active');
      const received = async () =>
        (await erin.notices())
          .filter(({type, direction, via}) => type === 'sip-digit' && direction === 'received' && via === 'info')
          .map(({digit}) => digit)
          .join('');
      await until(async () => (await received()).length >= KEYS.length, {what: 'all digits', timeout: 20_000});
      assert.equal(await received(), KEYS);
    });

    scenario('held, the other hears music; resumed, both hear each other', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', {voice: ALICE}), person('bob', {voice: BOB})]);
      await talk(alice, bob);
      await waitForTones(bob, [ALICE]);
      for (const [holder, listener, theirs] of /** @type {const} */ ([
        [alice, bob, ALICE],
        [bob, alice, BOB],
      ])) {
        await holder.click('Hold');
        await holder.waitForCall('held');
        await waitForTones(listener, [MUSIC], [theirs]);
        await holder.click('Hold');
        await holder.waitForCall('active');
        await waitForTones(alice, [BOB], [MUSIC]);
        await waitForTones(bob, [ALICE], [MUSIC]);
      }
      await Promise.all([alice, bob].map(({page}) => waitForGrowth(page, 'audio')));
    });

    scenario('a conference of three: each hears the two others', async ({person}) => {
      const [alice, bob, carol] = await Promise.all([
        person('alice', {voice: ALICE}),
        person('bob', {voice: BOB}),
        person('carol', {voice: CAROL}),
      ]);
      for (const somebody of [alice, bob, carol]) {
        await somebody.dial('room-1');
        await somebody.waitForCall('active');
      }
      await waitForTones(alice, [BOB, CAROL], [ALICE]);
      await waitForTones(bob, [ALICE, CAROL], [BOB]);
      await waitForTones(carol, [ALICE, BOB], [CAROL]);
      await carol.click('Hang up');
      await waitForTones(alice, [BOB], [CAROL]);
      await waitForTones(bob, [ALICE], [CAROL]);
    });

    scenario('a message outside of a call reaches the other, and the text stays a text', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'messages'})]);
      const text = 'Ring me – <b>now</b>, שלום';
      await alice.page.evaluate(
        ([target, words]) => /** @type {any} */ (document.querySelector('sip-phone')).sendMessage(target, words),
        /** @type {const} */ ([bob.aor, text]),
      );
      const {message, call} = await bob.notice('sip-message');
      assert.deepEqual([message?.from.user, message?.text, call], ['alice', text, null]);
    });
  });
});
