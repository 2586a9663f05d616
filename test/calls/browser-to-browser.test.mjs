/** Two people at two browsers, through Kamailio. Media flow directly between them. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {hearAndSeeEachOther, talk} from './harness/rooms.mjs';
import {packets, statistics, waitForGrowth, waitForSilence, waitForSound, waitForStop} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';

// Conversations mostly wait for sound and silence; meanwhile the other calls run, with their own Kamailio.
describe('calls', {concurrency: 2}, () => {
  describe('that go on', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    scenario('muted, the other side hears silence; unmuted, sound', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await waitForSound(bob.page);
      await alice.click('Mute');
      await alice.notice('sip-mute-change', ({kind, muted}) => kind === 'audio' && muted === true);
      await alice.seesPressed('Mute');
      await waitForSilence(bob.page);
      await alice.click('Mute');
      await waitForSound(bob.page);
    });

    scenario(
      'held, the other side is told and hears nothing; resumed, sound and picture are back',
      async ({person}) => {
        const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
        await talk(alice, bob, {video: true});
        await waitForSound(bob.page);
        await alice.click('Hold');
        await alice.waitForCall('held');
        await bob.notice('sip-hold-change', ({side, held}) => side === 'remote' && held === true);
        await bob.reads('The other side has put you on hold');
        await waitForSilence(bob.page);
        await waitForStop(alice.page, 'audio');
        await alice.click('Hold');
        await alice.waitForCall('active');
        await Promise.all(
          [alice, bob].map(async ({page}) => {
            await waitForSound(page);
            await waitForGrowth(page, 'video');
          }),
        );
      },
    );

    scenario('both hold, one after the other, and resume in the other order', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await alice.click('Hold');
      await alice.waitForCall('held');
      await bob.click('Hold');
      await bob.waitForCall('held');
      await alice.click('Hold');
      await alice.waitForCall('active');
      await bob.click('Hold');
      await bob.waitForCall('active');
      await Promise.all([alice, bob].map(({page}) => waitForSound(page)));
    });

    scenario('the camera is switched off and on in a call', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob, {video: true});
      await waitForGrowth(bob.page, 'video');
      await alice.click('Camera');
      await bob.notice(
        'sip-media-change',
        ({op, kind, side}) => op === 'remove' && kind === 'video' && side === 'remote',
      );
      await alice.click('Camera');
      await waitForGrowth(bob.page, 'video');
    });

    scenario('moving the phone in the page does not', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice', {outside: '<main></main>'}), person('bob')]);
      await talk(alice, bob);
      await alice.page.evaluate(() =>
        document.querySelector('main')?.append(document.querySelector('sip-phone') ?? ''),
      );
      await Promise.all([alice, bob].map(({page}) => waitForGrowth(page, 'audio', {by: 100})));
      await alice.waitForCall('active');
    });

    scenario(
      'a page that is closed for good is no ghost: the far end ends when no sound has come for its time',
      async ({person}) => {
        const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'media-timeout="3"'})]);
        await talk(alice, bob);
        await waitForGrowth(bob.page, 'audio');
        await alice.page.goto('about:blank');
        // No BYE comes, as after a crash: after some seconds the browser notices that no media arrive.
        assert.equal((await bob.end()).cause, 'media-timeout');
      },
    );

    scenario('a lost WebSocket does not end the call', async ({person, servers}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await waitForGrowth(bob.page, 'audio');
      assert.equal(await servers.kamailio.dropWebSockets(), 2);
      await alice.notice('sip-status-change', ({status}) => status === 'reconnecting');
      await Promise.all([alice, bob].map(({page}) => waitForGrowth(page, 'audio', {by: 100})));
      await alice.waitForStatus('registered');
      await Promise.all(
        [alice, bob].map(async (who) => {
          await waitForGrowth(who.page, 'audio', {by: 100});
          await who.waitForCall('active');
        }),
      );
    });

    scenario('two calls at once: the second puts the first on hold, and each is its own', async ({person}) => {
      const [alice, bob, carol] = await Promise.all([person('alice'), person('bob'), person('carol')]);
      await talk(alice, bob);
      await carol.dial(alice.aor);
      await alice.click('Answer', {ofCall: 'ringing'});
      await carol.waitForCall('active');
      await alice.waitForCall('held');
      await bob.notice('sip-hold-change', ({side, held}) => side === 'remote' && held === true);
      await waitForSound(carol.page);
      await carol.click('Hang up');
      await carol.end();
      await alice.click('Hold', {ofCall: 'held'});
      await alice.waitForCall('active');
      await waitForSound(bob.page);
    });
  });

  describe('that begin and end', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true});

    scenario('a video call: sound and picture flow both ways, and the caller hangs up', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await alice.dial('bob', {video: true});
      await bob.reads('Alice');
      await bob.click('Answer with video');
      await hearAndSeeEachOther([alice, bob]);
      await alice.click('Hang up');
      const [ours, theirs] = await Promise.all([alice.end(), bob.end()]);
      assert.deepEqual([ours.by, ours.cause], ['local', 'hangup']);
      assert.deepEqual([theirs.by, theirs.cause], ['remote', 'hangup']);
      await bob.reads('The other side hung up.');
    });

    scenario('an audio call: no camera is opened, and the callee hangs up', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await Promise.all([alice, bob].map(({page}) => waitForGrowth(page, 'audio')));
      assert.deepEqual((await packets(alice.page)).video, {inbound: 0, outbound: 0});
      await bob.click('Hang up');
      assert.equal((await alice.end()).by, 'remote');
      await alice.reads('The other side hung up.');
    });

    scenario('a video call can be answered without a picture of our own', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await alice.dial(bob.aor, {video: true});
      await bob.click('Answer');
      await waitForGrowth(bob.page, 'video', {directions: ['inbound']});
      await waitForGrowth(alice.page, 'video', {directions: ['outbound']});
      const {inbound} = (await packets(alice.page)).video;
      assert.equal(inbound, 0);
    });

    scenario('the callee declines', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await alice.dial(bob.aor);
      await bob.click('Decline');
      const end = await alice.end();
      assert.deepEqual([end.by, end.cause, end.code], ['remote', 'busy', 486]);
      await alice.reads('The line is busy.');
      await bob.reads('Call declined.');
    });

    scenario('the caller cancels while it rings', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await alice.dial(bob.aor);
      await bob.waitForCall('ringing');
      await alice.click('Cancel call');
      assert.deepEqual([(await alice.end()).by, (await alice.end()).cause], ['local', 'canceled']);
      assert.deepEqual([(await bob.end()).by, (await bob.end()).cause], ['remote', 'canceled']);
      await bob.reads('Missed call.');
    });

    scenario(
      'the caller hangs up at the moment in which the callee answers: nobody is left in a call',
      async ({person}) => {
        const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
        await alice.dial(bob.aor);
        await bob.waitForCall('ringing');
        const hangUp = () => /** @type {any} */ (document.querySelector('sip-phone')).activeCall.hangup();
        const ringing = await bob.page.evaluateHandle(
          () => /** @type {any} */ (document.querySelector('sip-phone')).activeCall,
        );
        // The call may be cancelled before it can be answered; then answering must fail.
        const answer = () => ringing.evaluate((call) => call.answer().catch(String));
        await Promise.all([alice.page.evaluate(hangUp), answer()]);
        assert.equal((await alice.end()).by, 'local');
        assert.equal((await bob.end()).by, 'remote');
        // A peer connection that is kept for the next call carries no media.
        for (const {page} of [alice, bob]) {
          assert.deepEqual(
            (await statistics(page)).filter(({type}) => type.endsWith('bound-rtp')),
            [],
          );
        }
      },
    );

    scenario('two phones of one person ring, and when one answers the other stops', async ({person}) => {
      const [alice, desk, mobile] = await Promise.all([person('alice'), person('bob'), person('bob')]);
      await alice.dial('bob');
      await mobile.waitForCall('ringing');
      await desk.click('Answer');
      await alice.waitForCall('active');
      assert.deepEqual([(await mobile.end()).by, (await mobile.end()).cause], ['remote', 'answered-elsewhere']);
      await mobile.reads('Answered on another phone.');
      await Promise.all([alice, desk].map(({page}) => waitForGrowth(page, 'audio')));
    });

    scenario('somebody without an account calls', async ({person, stranger}) => {
      const [bob, visitor] = await Promise.all([person('bob'), stranger('visitor', {anonymous: true})]);
      await visitor.waitForStatus('ready');
      await talk(visitor, bob);
      await Promise.all([visitor, bob].map(({page}) => waitForGrowth(page, 'audio')));
    });

    scenario('taking the phone out of the page ends the call at the far end', async ({person}) => {
      const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
      await talk(alice, bob);
      await waitForGrowth(bob.page, 'audio');
      await alice.page.evaluate(() => document.querySelector('sip-phone')?.remove());
      assert.equal((await bob.end()).by, 'remote');
    });

    scenario(
      'closing the page ends the call at the far end, at once where it is not to be taken up again',
      async ({person}) => {
        const [alice, bob] = await Promise.all([person('alice', {attributes: 'no-recover'}), person('bob')]);
        await talk(alice, bob);
        await waitForGrowth(bob.page, 'audio');
        await alice.page.goto('about:blank');
        assert.equal((await bob.end()).by, 'remote');
      },
    );
  });
});
