/** Session timers (RFC 4028) against Kamailio's module sst and against SIPp in both roles. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {waitForGrowth} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';
import {talk} from './harness/rooms.mjs';

const SERVERS = {kamailio: true, rtpengine: true, sst: true};

/**
 * Records the SIP messages of a page from now on.
 * @param {import('./harness/person.mjs').Person} person
 */
async function wire(person) {
  /** @type {string[]} */
  const messages = [];
  person.page.on('websocket', (socket) => {
    socket.on('framesent', ({payload}) => messages.push(`> ${payload}`));
    socket.on('framereceived', ({payload}) => messages.push(`< ${payload}`));
  });
  // Playwright reports a socket only when it opens, so the page is reloaded.
  await person.page.reload();
  await person.waitForStatus('registered');
  return messages;
}

/**
 * @param {readonly string[]} messages
 * @param {RegExp} first matches the first line, with the direction before it
 * @param {string} header
 */
function headers(messages, first, header) {
  return messages
    .filter((message) => first.test(message))
    .map((message) => new RegExp(`^${header}: *(.*?)\\r$`, 'im').exec(message)?.[1]);
}

// These tests wait more than they compute, so two run at a time, with their own servers.
describe('a session', {concurrency: 2}, () => {
  describe('that is refreshed', {concurrency: 1}, () => {
    const scenario = scenarios(SERVERS);

    for (const [what, script] of [
      ['UPDATE', 'session-timer-update'],
      ['a re-INVITE with the same description', 'session-timer-reinvite'],
    ]) {
      scenario(`we refresh by ${what}, and the sound goes on`, async ({person, servers}) => {
        const sipp = await servers.startSipp({scenario: script});
        const alice = await person('alice');
        const messages = await wire(alice);
        await alice.dial(sipp.aor);
        await alice.waitForCall('active');
        const method = /^UPDATE/.test(what) ? 'UPDATE' : 'INVITE';
        const answered = new RegExp(`^< SIP/2.0 200 [^]*CSeq: \\d+ ${method}`);
        const rounds = 2; // two UPDATEs, or the INVITE and one re-INVITE
        while (headers(messages, answered, 'CSeq').length < rounds) await waitForGrowth(alice.page, 'audio');
        assert.equal(headers(messages, new RegExp(`^> ${method}`), 'Session-Expires').at(-1), '10;refresher=uac');
        await waitForGrowth(alice.page, 'audio');
        await alice.click('Hang up');
        assert.equal((await alice.end()).cause, 'hangup');
        await sipp.stop();
      });
    }

    scenario('SIPp answers 422, and gets the interval that it wants', async ({person, servers}) => {
      const sipp = await servers.startSipp({scenario: 'session-timer-422'});
      const alice = await person('alice');
      await alice.dial(sipp.aor);
      await alice.waitForCall('active');
      await waitForGrowth(alice.page, 'audio');
      await alice.click('Hang up');
      await alice.end();
      await sipp.stop();
    });
  });

  describe('that is negotiated, or ends', {concurrency: 1}, () => {
    const scenario = scenarios(SERVERS);

    scenario('Kamailio answers 422, and the call comes about with the interval that it wants', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', {attributes: 'session-expires="90"'}), person('bob')]);
      const messages = await wire(alice);
      await talk(alice, bob);
      assert.deepEqual(headers(messages, /^< SIP\/2.0 422/, 'Min-SE'), ['300']);
      const wanted = headers(messages, /^> INVITE/, 'Session-Expires');
      assert.equal(wanted[0], '90');
      assert.equal(wanted.at(-1), '300');
      assert.deepEqual(headers(messages, /^< SIP\/2.0 200 [^]*CSeq: \d+ INVITE/, 'Session-Expires'), [
        '300;refresher=uac',
      ]);
      await waitForGrowth(alice.page, 'audio');
      await alice.click('Hang up');
      await alice.end();
    });

    scenario('SIPp refreshes once and then no more: the call ends, and says why', async ({person, servers}) => {
      const sipp = await servers.startSipp({scenario: 'session-timer-uas'});
      const alice = await person('alice');
      const messages = await wire(alice);
      await alice.dial(sipp.aor);
      await alice.waitForCall('active');
      await waitForGrowth(alice.page, 'audio');
      assert.equal((await alice.end()).cause, 'session-expired');
      assert.equal(headers(messages, /^> SIP\/2.0 200 [^]*CSeq: 1 UPDATE/, 'CSeq').length, 1);
      await sipp.stop();
    });
  });
});
