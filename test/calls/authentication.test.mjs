/** Servers whose authentication is not the usual one of MD5 and a single realm. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {until} from '../servers/index.mjs';
import {waitForSound} from './harness/media.mjs';
import {hearEachOther, talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';
import {exchange, recordWire} from './harness/wire.mjs';

const options = {prepare: recordWire};

/**
 * @param {import('./harness/person.mjs').Person} caller
 * @param {import('./harness/person.mjs').Person} callee
 */
async function callWithSound(caller, callee) {
  await talk(caller, callee);
  await hearEachOther([caller, callee]);
}

/**
 * @param {import('./harness/person.mjs').Person} who
 * @param {number} count how many calls have ended then
 */
async function hangUp(who, count) {
  await who.click('Hang up');
  const ends = async () => (await who.notices()).filter(({type}) => type === 'sip-call-ended').length === count;
  await until(ends, {what: `${who.user} has hung up`});
}

// These tests wait for registrations to expire, so two of the servers run at a time.
describe('digests', {concurrency: 2}, () => {
  for (const algorithms of /** @type {const} */ (['MD5', 'SHA-256', 'MD5, SHA-256'])) {
    describe(`a server with ${algorithms}`, {concurrency: 1}, () => {
      const scenario = scenarios({kamailio: {algorithms}});

      scenario('two register and talk; the second call and a refresh are not asked again', async ({person}) => {
        const [alice, bob] = await Promise.all([
          person('alice', {...options, attributes: 'register-expires="10"'}),
          person('bob'),
        ]);
        await callWithSound(alice, bob);
        await hangUp(alice, 1);
        await callWithSound(alice, bob);
        const invites = (await exchange(alice.page, /INVITE/)).filter((step) => step === 'INVITE' || step === '407');
        assert.deepEqual(invites, ['INVITE', '407', 'INVITE', 'INVITE']);
        const registers = async () => (await exchange(alice.page, /REGISTER/)).slice(0, 6);
        await until(async () => (await registers()).length === 6, {what: 'a refreshed registration', timeout: 15_000});
        assert.deepEqual(await registers(), ['REGISTER', '401', 'REGISTER', '200', 'REGISTER', '200']);
      });

      scenario('a wrong password is told as such, and tried once', async ({stranger}) => {
        const mallory = await stranger('carol', {...options, password: 'wrong'});
        await mallory.notice('sip-error', ({error}) => error?.code === 'wrong-credentials');
        assert.deepEqual(await exchange(mallory.page, /REGISTER/), ['REGISTER', '401', 'REGISTER', '401']);
      });
    });
  }

  describe('a proxy with a realm of its own before the server, and both ask within calls too', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: {algorithms: 'SHA-256', edge: true, inDialogs: true}});

    scenario('two register and talk, hold and hang up, from either side', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', options), person('bob', options)]);
      assert.deepEqual(await exchange(alice.page, /REGISTER/), [
        'REGISTER',
        '407',
        'REGISTER',
        '401',
        'REGISTER',
        '200',
      ]);
      await callWithSound(alice, bob);
      await alice.click('Hold');
      await alice.waitForCall('held');
      await alice.click('Hold');
      await alice.waitForCall('active');
      await bob.click('Hold');
      await bob.waitForCall('held');
      await bob.click('Hold');
      await bob.waitForCall('active');
      await waitForSound(alice.page);
      await hangUp(bob, 1);
      assert.equal((await alice.end()).by, 'remote');
      // Each server challenges once, at the first INVITE; all later requests carry the answers.
      for (const {page} of [alice, bob]) {
        const asked = (await exchange(page, /INVITE/)).filter((step) => /^40[17]$/.test(step));
        assert.deepEqual(asked, ['407', '401']);
      }
      assert.deepEqual(await exchange(bob.page, /BYE/), ['BYE', '200']);
      await callWithSound(alice, bob);
    });
  });

  describe('a call that is taken back', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    /** Hangs up as soon as the INVITE is sent, before an answer can come. */
    const regret = () => {
      const hangUpAtOnce = (/** @type {Event} */ event) => {
        if (!(/** @type {CustomEvent} */ (event).detail.startsWith('INVITE '))) return;
        removeEventListener('wire-sent', hangUpAtOnce);
        queueMicrotask(() => /** @type {any} */ (document.querySelector('sip-phone')).activeCall.hangup());
      };
      addEventListener('wire-sent', hangUpAtOnce);
    };

    scenario('before the 407 (A3) rings nowhere', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', options), person('bob')]);
      await alice.page.evaluate(regret);
      await alice.dial('bob');
      assert.equal((await alice.end()).cause, 'canceled');
      await until(async () => (await exchange(alice.page, /INVITE|ACK|CANCEL/)).includes('ACK'), {what: 'the 407'});
      assert.deepEqual(await exchange(alice.page, /INVITE|ACK|CANCEL/), ['INVITE', '407', 'ACK']);
      // Everything that the first call caused would have arrived before this one.
      await talk(alice, bob);
      const incoming = (await bob.notices()).filter(({type}) => type === 'sip-incoming');
      assert.equal(incoming.length, 1);
    });

    scenario('before any answer, with a password that was sent along, leaves nobody ringing', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', options), person('bob')]);
      await talk(alice, bob);
      await hangUp(alice, 1);
      await alice.page.evaluate(regret);
      await alice.dial('bob');
      await until(async () => (await exchange(alice.page, /INVITE/)).includes('487'), {what: 'the end of the INVITE'});
      const counts = async () => {
        const types = (await bob.notices()).map(({type}) => type);
        return ['sip-incoming', 'sip-call-ended'].map((wanted) => types.filter((type) => type === wanted).length);
      };
      await until(
        async () => {
          const [incoming, ended] = await counts();
          return incoming === ended;
        },
        {what: 'nothing rings at bob'},
      );
      assert.equal(await bob.page.locator('sip-call[state="ringing"]').count(), 0);
    });
  });
});
