/** The quality of real calls, measured every second, and the warnings about it. */
import assert from 'node:assert/strict';
import {describe} from 'node:test';
import {LossyRelay} from './harness/lossy-relay.mjs';
import {waitForSound} from './harness/media.mjs';
import {talk} from './harness/rooms.mjs';
import {recordSamples, samples, warned} from './harness/samples.mjs';
import {scenarios} from './harness/scenario.mjs';

/**
 * Milliseconds that a verdict must be bad for a warning, and good for its end; a little less, because two clocks are
 * compared.
 */
const PATIENCE = 4500;

/** Runs in the page: the microphone delivers nothing until `speak()` is called. */
function silentMicrophone() {
  navigator.mediaDevices.getUserMedia = () => {
    const context = new AudioContext();
    const loudness = new GainNode(context, {gain: 0});
    const destination = context.createMediaStreamDestination();
    const tone = new OscillatorNode(context, {frequency: 440});
    tone.connect(loudness).connect(destination);
    tone.start();
    Object.assign(globalThis, {
      speak: () => {
        loudness.gain.value = 0.3;
      },
    });
    return Promise.resolve(destination.stream);
  };
}

// Warnings take time, so both suites wait at once.
describe('quality', {concurrency: 2}, () => {
  describe('of the way', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true, coturn: true});

    scenario(
      'sound that does not get there, and sound of which much gets lost: told on both sides, and when it is over',
      async ({person, servers: {coturn}}) => {
        const {username, credential, urls} = coturn;
        const way = await LossyRelay.open(String(urls.find((url) => url.endsWith('transport=udp'))));
        try {
          const alice = await person('alice', {
            attributes: 'ice-transport-policy="relay"',
            properties: {iceServers: [{urls: way.url, username, credential}]},
            prepare: recordSamples,
          });
          const bob = await person('bob', {prepare: recordSamples});
          await talk(alice, bob);
          await samples(bob, ({inboundLoss}) => inboundLoss === 0);

          way.loss = {up: 0.25, down: 0};
          const [lossy] = await samples(bob, ({inboundLoss}) => Number(inboundLoss) > 0.1);
          const [lost] = await Promise.all([
            warned(bob, 'sip-warning', 'high-loss', 'inbound'),
            warned(alice, 'sip-warning', 'high-loss', 'outbound'),
          ]);
          assert.ok(
            lost.at - lossy.at > PATIENCE,
            `warned ${String(lost.at - lossy.at)} ms after the first bad second`,
          );
          await bob.reads(/get lost on the way/);
          const [worst] = await samples(bob, ({inboundLoss}) => Number(inboundLoss) > 0.15);

          way.loss = {up: 1, down: 0};
          const [deaf, unheard] = await Promise.all([
            warned(bob, 'sip-warning', 'one-way-audio', 'inbound'),
            warned(alice, 'sip-warning', 'one-way-audio', 'outbound'),
          ]);
          assert.equal(deaf.warning.cause, 'nothing-arrives');
          assert.equal(unheard.warning.cause, 'not-received');
          await alice.reads(/your sound does not get there/);
          await bob.page.getByRole('img', {name: 'Poor connection'}).waitFor();

          way.loss = {up: 0, down: 0};
          const [whole] = await samples(bob, ({inboundLoss}) => inboundLoss === 0, deaf.at);
          const [over] = await Promise.all([
            warned(bob, 'sip-warning-cleared', 'high-loss', 'inbound'),
            warned(alice, 'sip-warning-cleared', 'high-loss', 'outbound'),
            warned(bob, 'sip-warning-cleared', 'one-way-audio', 'inbound'),
            warned(alice, 'sip-warning-cleared', 'one-way-audio', 'outbound'),
          ]);
          assert.ok(over.at - whole.at > PATIENCE, `over ${String(over.at - whole.at)} ms after the first good second`);
          const heard = await samples(bob, ({inboundLoss}) => inboundLoss === 0, over.at - PATIENCE);
          const best = Math.max(...heard.map(({mosEstimate}) => Number(mosEstimate)));
          assert.ok(Number(worst.mosEstimate) < best - 0.5, `MOS ${worst.mosEstimate}, and ${best} without loss`);
          assert.equal(worst.localCandidateType, 'host');
          await samples(
            alice,
            ({localCandidateType, outboundLoss}) => localCandidateType === 'relay' && outboundLoss === 0,
          );
        } finally {
          way.close();
        }
      },
    );
  });

  describe('of the microphone', {concurrency: 1}, () => {
    const scenario = scenarios({kamailio: true}, ['chromium', 'firefox']);

    scenario(
      'every second of a call is measured, in Firefox too; a silent microphone is noticed, a muted one is not',
      async ({person, note}) => {
        const [alice, bob] = await Promise.all([
          person('alice', {prepare: [recordSamples, silentMicrophone]}),
          person('bob', {browser: 'firefox', prepare: recordSamples}),
        ]);
        await talk(alice, bob);
        const [, , sample] = await samples(
          bob,
          ({mosEstimate, outboundLoss}) => Boolean(mosEstimate) && outboundLoss !== null,
          0,
          3,
        );
        note(JSON.stringify(sample));
        assert.equal(sample.selectedCodec, 'opus');
        assert.equal(sample.localCandidateType, 'host');
        assert.match(String(sample.remoteCandidateType), /^(host|prflx)$/);
        assert.ok(Number(sample.rttMs) >= 0 && Number(sample.jitterMs) >= 0 && sample.inboundLoss !== null);
        assert.ok(Number(sample.bitrate.in) > 1000 && Number(sample.bitrate.out) > 1000);
        await samples(alice, ({audioLevel}) => Number(audioLevel.in) > 0.001 && audioLevel.out === 0);

        assert.equal(
          (await warned(alice, 'sip-warning', 'no-microphone-sound', 'outbound')).warning.cause,
          'microphone-silent',
        );
        await alice.reads(/your microphone delivers silence/);
        await bob.click('Mute');
        const muted = (await samples(bob, ({audioLevel}) => !audioLevel.out)).at(-1);
        await alice.page.evaluate(() => /** @type {any} */ (globalThis).speak());
        await waitForSound(bob.page);
        await warned(alice, 'sip-warning-cleared', 'no-microphone-sound', 'outbound');
        // A silent microphone would have caused a warning by now.
        await samples(bob, ({timestamp}) => timestamp > Number(muted?.timestamp) + 6000);
        // Other warnings are allowed: on a busy machine the connection may be bad.
        const warnings = (await bob.notices()).filter(({type}) => type === 'sip-warning');
        const kinds = warnings.map((notice) => /** @type {any} */ (notice).warning.kind);
        assert.ok(!kinds.includes('no-microphone-sound') && !kinds.includes('one-way-audio'), kinds.join());
      },
    );
  });
});
