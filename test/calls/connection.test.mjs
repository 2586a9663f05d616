/** Servers that die, hang and come back, seen from a registered page. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {scenarios} from './harness/scenario.mjs';
import {until} from '../servers/index.mjs';

/**
 * Measures how long it takes until the server knows the user.
 * @param {import('../servers/kamailio.mjs').Kamailio} kamailio
 * @param {string} user
 * @param {number} timeout
 */
async function registeredAt(kamailio, user, timeout) {
  const start = performance.now();
  await until(() => kamailio.isRegistered(user), {what: `${user} is registered`, timeout});
  return ((performance.now() - start) / 1000).toFixed(1);
}

// These tests wait for the back-off; meanwhile others run, with their own servers.
describe('a connection', {concurrency: 2}, () => {
  describe('to the first of two servers', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true, secondKamailio: true});

    scenario(
      'a server that is killed is left for the next one, and taken again when it is back',
      async ({servers, person, note}) => {
        const {kamailio, secondKamailio} = servers;
        const alice = await person('alice', {server: `${kamailio.ws} ${secondKamailio.ws}`});
        const server = () => alice.page.evaluate(() => document.querySelector('sip-phone').snapshot.server);
        assert.equal(await server(), kamailio.ws);

        await kamailio.crash();
        note(`killed: registered at the second: ${await registeredAt(secondKamailio, 'alice', 10_000)} s`);
        await alice.waitForStatus('registered');
        assert.equal(await server(), secondKamailio.ws);

        await kamailio.restart();
        note(`back: registered at the first: ${await registeredAt(kamailio, 'alice', 70_000)} s`);
        await alice.waitForStatus('registered');
        assert.equal(await server(), kamailio.ws);
        assert.equal(await secondKamailio.isRegistered('alice'), false);
      },
    );
  });

  describe('that is lost', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true, secondKamailio: true});

    scenario('a server that freezes is found out and left', async ({servers, person, note}) => {
      const {kamailio, secondKamailio} = servers;
      const alice = await person('alice', {
        server: `${kamailio.ws} ${secondKamailio.ws}`,
        attributes: 'ping-interval="5"',
      });
      kamailio.freeze();
      try {
        note(`frozen: registered at the second: ${await registeredAt(secondKamailio, 'alice', 15_000)} s`);
        await alice.waitForStatus('registered');
      } finally {
        kamailio.thaw();
      }
    });

    scenario('the only server is killed and comes back', async ({servers, person, note}) => {
      const {kamailio} = servers;
      const alice = await person('alice');
      await kamailio.crash();
      await alice.notice('sip-status-change', ({status}) => status === 'reconnecting');
      await kamailio.restart();
      note(`restarted: registered: ${await registeredAt(kamailio, 'alice', 30_000)} s`);
      await alice.waitForStatus('registered');
    });

    scenario('a socket that is cut is made anew', async ({servers, person, note}) => {
      const {kamailio} = servers;
      const alice = await person('alice');
      const start = performance.now();
      assert.ok((await kamailio.dropWebSockets()) > 0);
      await alice.notice('sip-status-change', ({status}) => status === 'reconnecting');
      await alice.waitForStatus('registered');
      note(`cut: registered: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    });

    scenario('a page that is left takes its binding away', async ({servers, person}) => {
      const alice = await person('alice');
      await alice.page.goto('about:blank');
      await until(async () => !(await servers.kamailio.isRegistered('alice')), {what: 'alice is gone', timeout: 5000});
    });
  });
});
