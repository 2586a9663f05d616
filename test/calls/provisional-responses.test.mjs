/** Provisional responses, redirections and refused changes, against SIPp, which checks every message. */
import assert from 'node:assert/strict';
import {waitForGrowth, waitForSilence, waitForSound} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';
import {exchange, recordWire} from './harness/wire.mjs';

const scenario = scenarios({kamailio: true, rtpengine: true});

/** @typedef {import('./harness/person.mjs').Person} Person */

/**
 * Returns the states that a call went through.
 * @param {Person} person
 */
async function states(person) {
  return (await person.notices()).filter(({type}) => type === 'sip-state-change').map(({state}) => state);
}

scenario(
  'SIPp sends its description in a reliable 183, gets its PRACK, and answers without another',
  async ({person, servers}) => {
    const sipp = await servers.startSipp({scenario: 'reliable-183', once: true});
    const alice = await person('alice', {prepare: recordWire});
    await alice.dial(sipp.aor);
    await alice.waitForCall('active');
    assert.deepEqual(await exchange(alice.page, /^PRACK$/), ['PRACK', '200']);
    await waitForGrowth(alice.page, 'audio');
    await waitForSound(alice.page);
    await alice.click('Hang up');
    await sipp.finished();
  },
);

scenario(
  'SIPp sends back what it hears of a caller whose page lets it listen early, never answers, and the caller gives up',
  async ({person, servers}) => {
    const sipp = await servers.startSipp({scenario: 'reliable-183-unanswered', once: true});
    const alice = await person('alice', {attributes: 'early-microphone'});
    await alice.dial(sipp.aor);
    await alice.waitForCall('early');
    await waitForGrowth(alice.page, 'audio');
    await waitForSound(alice.page);
    await alice.click('Cancel call');
    assert.equal((await alice.end()).cause, 'canceled');
    await sipp.finished();
  },
);

scenario('SIPp sends back what it hears, and before the answer that is silence', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'reliable-183-unanswered', once: true});
  const alice = await person('alice');
  await alice.dial(sipp.aor);
  await alice.waitForCall('early');
  await waitForGrowth(alice.page, 'audio');
  await waitForSilence(alice.page);
  await alice.click('Cancel call');
  await alice.end();
  await sipp.finished();
});

scenario('SIPp calls, requires 100rel, and hears us before we answer', async ({person, servers}) => {
  const alice = await person('alice', {prepare: recordWire});
  const sipp = await servers.startSipp({scenario: 'caller-requires-100rel', calls: 'alice'});
  await alice.waitForCall('ringing');
  await alice.page.evaluate(() =>
    /** @type {any} */ (document.querySelector('sip-phone')).activeCall.progress({media: true}),
  );
  await alice.waitForCall('early');
  // SIPp echoes the media that it receives.
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  assert.deepEqual(await exchange(alice.page, /^PRACK$/), ['PRACK', '200', 'PRACK', '200']);
  assert.deepEqual(await states(alice), ['early']);
  await alice.click('Answer');
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await alice.click('Hang up');
  await sipp.finished();
});

scenario('SIPp sends the caller on: nobody else is called unless the page says so', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'redirect', once: true});
  const second = await servers.startSipp({user: 'second'});
  const alice = await person('alice');
  await alice.dial(sipp.aor);
  const {cause, code} = await alice.end();
  assert.deepEqual([cause, code], ['redirected', 302]);
  await sipp.finished();
  await second.stop();
});

scenario('SIPp sends the caller on, and the page follows', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'redirect', once: true});
  const second = await servers.startSipp({user: 'second', once: true});
  const alice = await person('alice', {prepare: recordWire});
  await alice.page.evaluate(() => {
    const phone = /** @type {any} */ (document.querySelector('sip-phone'));
    phone.acceptRedirect = (/** @type {{targets: readonly string[]}} */ {targets}) => targets[0];
  });
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  const {code, target} = await alice.notice('sip-redirected');
  assert.deepEqual([code, target], [302, second.aor]);
  await waitForGrowth(alice.page, 'audio');
  await waitForSound(alice.page);
  assert.equal((await alice.notices()).filter(({type}) => type === 'sip-call-added').length, 1);
  await alice.click('Hang up');
  await sipp.finished();
  await second.finished();
});

scenario('SIPp answers 491 to a hold, which is tried again', async ({person, servers}) => {
  const sipp = await servers.startSipp({scenario: 'reinvite-491', once: true});
  const alice = await person('alice', {prepare: recordWire});
  await alice.dial(sipp.aor);
  await alice.waitForCall('active');
  await waitForGrowth(alice.page, 'audio');
  await alice.click('Hold');
  await alice.waitForCall('held');
  const replies = (await exchange(alice.page, /^INVITE$/)).join(' ');
  assert.match(replies, /200.* INVITE .*491.* INVITE .*200/);
  await alice.click('Hang up');
  await sipp.finished();
});
