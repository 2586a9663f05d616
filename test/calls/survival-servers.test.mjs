/** A call survives the failure of its servers. The tests print how long that takes. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {until} from '../servers/index.mjs';
import {waitForGrowth, waitForSound} from './harness/media.mjs';
import {hearEachOther, talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {comesBack, provesAlive, stopwatch} from './harness/survival.mjs';

// Each suite has its own servers, and the one that waits longest runs beside the others.
describe('servers', {concurrency: 2}, () => {
  describe('that stand still', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    scenario('Kamailio stands still for 40 seconds', async ({person, servers: {kamailio}, note}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await hearEachOther([alice, bob]);
      const time = stopwatch();
      kamailio.freeze();
      const frozen = new Promise((resolve) => setTimeout(resolve, 40_000)); // This time is what is tested.
      await Promise.all([alice.waitForStatus('reconnecting'), bob.waitForStatus('reconnecting')]);
      note(`found out after ${time()}`);
      await hearEachOther([alice, bob]);
      await frozen;
      kamailio.thaw();
      const thawed = stopwatch();
      await Promise.all([comesBack(alice), comesBack(bob)]);
      note(`registered and repaired ${thawed()} after it went on`);
      await provesAlive(alice, bob);
    });
  });

  describe('that die', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true, secondKamailio: true, rtpengine: true, baresip: true});

    // This runs before Kamailio's binding of baresip expires.
    scenario('rtpengine is killed and started again', async ({person, servers: {rtpengine, baresip}, note}) => {
      const alice = await person('alice');
      await alice.dial(baresip.aor);
      await alice.waitForCall('active');
      await waitForGrowth(alice.page, 'audio');
      await rtpengine.restart();
      const time = stopwatch();
      await until(async () => (await alice.notices()).some(({type}) => type === 'sip-recovering'), {
        what: 'alice notices',
        timeout: 60_000,
      });
      note(`noticed after ${time()}`);
      await comesBack(alice);
      await waitForGrowth(alice.page, 'audio');
      await waitForSound(alice.page);
      note(`sound again after ${time()}`);
      await alice.click('Hang up');
      await until(() => baresip.calls() === 0, {what: 'baresip sees the end'});
    });

    scenario('Kamailio is killed and started again', async ({person, servers: {kamailio}, note}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await hearEachOther([alice, bob]);
      await kamailio.crash();
      await Promise.all([alice.waitForStatus('reconnecting'), bob.waitForStatus('reconnecting')]);
      await hearEachOther([alice, bob]);
      await kamailio.restart();
      const time = stopwatch();
      await Promise.all([comesBack(alice), comesBack(bob)]);
      note(`registered and repaired ${time()} after the start`);
      await provesAlive(bob, alice);
    });

    scenario('Kamailio is gone and another one takes over', async ({person, servers, note}) => {
      const {kamailio, secondKamailio} = servers;
      const server = `${kamailio.ws} ${secondKamailio.ws}`;
      const [alice, bob] = await Promise.all([person('alice', {server}), person('bob', {server})]);
      await talk(alice, bob);
      await hearEachOther([alice, bob]);
      await kamailio.crash();
      try {
        const time = stopwatch();
        await Promise.all([comesBack(alice), comesBack(bob)]);
        note(`registered and repaired at the second after ${time()}`);
        for (const user of ['alice', 'bob']) assert.equal(await secondKamailio.isRegistered(user), true);
        await provesAlive(bob, alice);
      } finally {
        await kamailio.restart();
      }
    });
  });
});
