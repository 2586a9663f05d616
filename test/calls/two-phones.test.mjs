/** What two phones send each other besides media, and what a phone does by itself when it is called. */
import assert from 'node:assert/strict';
import {waitForGrowth} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {headers, recordWire} from './harness/wire.mjs';

const scenario = scenarios({kamailio: true});

/** @typedef {import('./harness/person.mjs').Person} Person */

/**
 * @param {Person} person
 * @param {string} target
 * @param {object} options of `phone.dial()`
 */
function dial({page}, target, options) {
  return page.evaluate(
    ([to, how]) => void (/** @type {any} */ (document.querySelector('sip-phone')).dial(to, how)),
    /** @type {const} */ ([target, options]),
  );
}

scenario('header fields of the application go both ways', async ({person}) => {
  const [alice, bob] = await Promise.all([
    person('alice', {attributes: 'header-prefix="Shop"', prepare: recordWire}),
    person('bob', {attributes: 'header-prefix="Shop"'}),
  ]);
  await dial(alice, bob.aor, {params: {ticketId: 'T 42\r\nX-Evil: 1'}, headers: {'X-Plain': '"plain"'}});
  await bob.waitForCall('ringing');
  const got = await bob.page.evaluate(() => {
    const {activeCall} = /** @type {any} */ (document.querySelector('sip-phone'));
    const names = ['X-Plain', 'X-Evil'];
    return {
      ...activeCall.snapshot.customHeaders,
      fields: names.map((name) => activeCall.invite.getHeader(name) ?? null),
    };
  });
  assert.deepEqual(got, {ticketId: 'T 42 X-Evil: 1', fields: ['"plain"', null]});
  await bob.page.evaluate(() =>
    /** @type {any} */ (document.querySelector('sip-phone')).activeCall.answer({headers: {'X-Agent': '7'}}),
  );
  await alice.waitForCall('active');
  assert.deepEqual(await headers(alice.page, /^SIP\/2\.0 200 [^]*CSeq: \d+ INVITE/, 'X-Agent'), ['7']);
});

scenario(
  'messages reach the other, in a call and outside, and are refused where nobody wants them',
  async ({person}) => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'messages'})]);
    const text = 'Grüße <b>an alle</b>';
    await talk(alice, bob);
    for (const within of [true, false]) {
      await alice.page.evaluate(([to, words, inside]) => {
        const phone = /** @type {any} */ (document.querySelector('sip-phone'));
        return inside ? phone.activeCall.sendMessage(words) : phone.sendMessage(to, words);
      }, /** @type {const} */ ([bob.aor, text, within]));
      const {message} = await bob.notice('sip-message', ({call}) => (call !== null) === within);
      assert.equal(message?.text, text);
    }
    const refusal = await bob.page.evaluate(
      (to) =>
        /** @type {any} */ (document.querySelector('sip-phone')).sendMessage(to, 'hello').then(
          () => null,
          (/** @type {any} */ error) => [error.code, error.status],
        ),
      alice.aor,
    );
    assert.deepEqual(refusal, ['request-refused', 405]);
  },
);

scenario('a call answers itself if the page says so, and only then', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
  await bob.page.evaluate(() => {
    const phone = /** @type {any} */ (document.querySelector('sip-phone'));
    phone.autoAnswer = (/** @type {any} */ {call, after}) => call.remoteIdentity.user === 'alice' && after !== null;
  });
  const intercom = {headers: {'Call-Info': '<sip:sip.test>;answer-after=0'}};
  await dial(alice, bob.aor, intercom);
  await Promise.all([alice.waitForCall('active'), bob.waitForCall('active')]);
  await waitForGrowth(alice.page, 'audio');
  await alice.click('Hang up');
  await bob.end();
  await dial(alice, bob.aor, {});
  await bob.waitForCall('ringing');
  await bob.click('Decline');
  assert.equal((await alice.end()).code, 486);
});

scenario('who does not want to be disturbed is busy, and rings again afterwards', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'dnd'})]);
  await alice.dial(bob.aor);
  const {cause, code} = await alice.end();
  assert.deepEqual([cause, code], ['busy', 486]);
  assert.deepEqual(
    (await bob.notices()).filter(({type}) => type === 'sip-incoming'),
    [],
  );
  await bob.page.evaluate(() => document.querySelector('sip-phone')?.removeAttribute('dnd'));
  await dial(alice, bob.aor, {});
  await bob.waitForCall('ringing');
});
