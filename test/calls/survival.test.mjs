/**
 * A call survives failures of the network and the page; times are printed. For servers see survival-servers.test.mjs.
 */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {Cable} from './harness/cable.mjs';
import {hearEachOther, talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {comesBack, provesAlive, stopwatch} from './harness/survival.mjs';

// These tests wait for timers more than they compute, so two run at a time, each with its own Kamailio.
describe('a call', {concurrency: 2}, () => {
  describe('that goes on', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    scenario('the server closes the sockets of both', async ({person, servers, note}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await hearEachOther([alice, bob]);
      const time = stopwatch();
      assert.equal(await servers.kamailio.dropWebSockets(), 2);
      await Promise.all([comesBack(alice), comesBack(bob)]);
      note(`registered and repaired after ${time()}`);
      await provesAlive(bob, alice);
    });

    for (const [side, other] of [
      ['caller', 'callee'],
      ['callee', 'caller'],
    ]) {
      scenario(`the network of the ${side} swallows everything (half-open)`, async ({person, servers, note}) => {
        const cable = await Cable.lay(servers.kamailio.ws);
        try {
          const [behind, beyond] = await Promise.all([person('alice', {server: cable.url}), person('bob')]);
          await (side === 'caller' ? talk(behind, beyond) : talk(beyond, behind));
          await hearEachOther([behind, beyond]);
          const time = stopwatch();
          cable.swallow();
          await behind.waitForStatus('reconnecting');
          note(`found out after ${time()}`);
          cable.mend();
          await comesBack(behind);
          note(`registered and repaired after ${time()}; the ${other} noticed nothing`);
          await provesAlive(beyond, behind);
        } finally {
          cable.close();
        }
      });
    }

    scenario('a call that rings here is answered over a new connection', async ({person, servers, note}) => {
      const cable = await Cable.lay(servers.kamailio.ws);
      try {
        const [alice, bob] = await Promise.all([person('alice'), person('bob', {server: cable.url})]);
        await alice.dial(bob.aor);
        await bob.waitForCall('ringing');
        cable.cut();
        await bob.waitForStatus('reconnecting');
        cable.mend();
        await bob.waitForStatus('registered');
        const time = stopwatch();
        await bob.click('Answer');
        await alice.waitForCall('active');
        note(`answered after ${time()}`);
        await provesAlive(bob, alice);
      } finally {
        cable.close();
      }
    });
  });

  describe('that ends meanwhile, or sleeps', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    scenario('hung up while there is no connection: the far end is told when it is back', async (stage) => {
      const {person, servers, note} = stage;
      const cable = await Cable.lay(servers.kamailio.ws);
      try {
        const [alice, bob] = await Promise.all([person('alice', {server: cable.url}), person('bob')]);
        await talk(alice, bob);
        await hearEachOther([alice, bob]);
        cable.cut();
        await alice.waitForStatus('reconnecting');
        await alice.click('Hang up');
        assert.equal((await alice.end()).cause, 'hangup');
        cable.mend();
        const time = stopwatch();
        assert.equal((await bob.end()).by, 'remote');
        note(`the far end knows ${time()} after the network is back`);
        await alice.waitForStatus('registered');
      } finally {
        cable.close();
      }
    });

    scenario('hung up on a half-open connection: the far end is told over the next one', async (stage) => {
      const {person, servers, note} = stage;
      const cable = await Cable.lay(servers.kamailio.ws);
      try {
        const [alice, bob] = await Promise.all([person('alice', {server: cable.url}), person('bob')]);
        await talk(bob, alice);
        await hearEachOther([alice, bob]);
        cable.swallow();
        await alice.click('Hang up');
        assert.equal((await alice.end()).cause, 'hangup');
        await alice.waitForStatus('reconnecting');
        cable.mend();
        const time = stopwatch();
        assert.equal((await bob.end()).by, 'remote');
        note(`the far end knows ${time()} after the network is back`);
      } finally {
        cable.close();
      }
    });

    scenario('a call that rings there is taken back if its answer could not reach us any more', async (stage) => {
      const {person, servers, note} = stage;
      const cable = await Cable.lay(servers.kamailio.ws);
      try {
        const [alice, bob] = await Promise.all([person('alice', {server: cable.url}), person('bob')]);
        await alice.dial(bob.aor);
        await bob.waitForCall('ringing');
        cable.cut();
        await alice.waitForStatus('reconnecting');
        cable.mend();
        const time = stopwatch();
        assert.equal((await alice.end()).cause, 'connection-error');
        assert.equal((await bob.end()).cause, 'canceled');
        note(`both know ${time()} after the network is back`);
      } finally {
        cable.close();
      }
    });

    scenario(
      'a laptop sleeps in a call: page and network stand still, and wake up',
      async ({person, servers, note}) => {
        const cable = await Cable.lay(servers.kamailio.ws);
        try {
          const [alice, bob] = await Promise.all([person('alice', {server: cable.url}), person('bob')]);
          await talk(alice, bob);
          await hearEachOther([alice, bob]);
          const session = await alice.page.context().newCDPSession(alice.page);
          cable.swallow();
          await session.send('Page.setWebLifecycleState', {state: 'frozen'});
          await new Promise((resolve) => setTimeout(resolve, 20_000)); // The sleep is what is tested.
          cable.mend();
          const time = stopwatch();
          await session.send('Page.setWebLifecycleState', {state: 'active'});
          await comesBack(alice);
          note(`registered and repaired ${time()} after waking up`);
          await provesAlive(bob, alice);
        } finally {
          cable.close();
        }
      },
    );
  });
});
