import {expect} from '@open-wc/testing';
import {mediaFacts, type MediaFacts} from '../../../src/core/quality/media-facts.js';
import {qualitySample} from '../../../src/core/quality/quality-sample.js';
import type {StatsSnapshot} from '../../../src/core/quality/stats.js';
import {changed, snapshot, Talk, without} from './figures.js';
import {CHROMIUM} from './fixtures/stats-chromium.js';
import {FIREFOX} from './fixtures/stats-firefox.js';

const pair = (stats: readonly (readonly object[])[]) => [snapshot(stats[0]), snapshot(stats[1])] as const;

function facts(before: StatsSnapshot, now: StatsSnapshot): MediaFacts {
  const found = mediaFacts(before, now);
  if (!found) throw new Error('no time has passed');
  return found;
}

const sampleOf = (before: StatsSnapshot, now: StatsSnapshot) => qualitySample(before, now, facts(before, now)).sample;

describe('a quality sample', () => {
  for (const [name, stats] of Object.entries({CHROMIUM, FIREFOX})) {
    it(`has every field of S3.19 from what ${name} tells`, () => {
      const sample = sampleOf(...pair(stats));
      expect(sample.timestamp).to.be.greaterThan(Date.UTC(2020, 0));
      expect(sample.rttMs).to.be.within(1, 100);
      expect(sample.jitterMs).to.be.within(0, 50);
      expect(sample.outboundLoss).to.equal(0);
      expect(sample.inboundLoss).to.equal(0);
      expect(sample.mosEstimate).to.be.within(4, 4.41);
      expect(sample.outboundMosEstimate).to.be.within(4, 4.41);
      expect(sample.selectedCodec).to.equal('opus');
      expect(sample.localCandidateType).to.equal('host');
      expect(sample.remoteCandidateType).to.equal('host');
      expect(sample.bitrate.in).to.be.within(20_000, 3_000_000);
      expect(sample.bitrate.out).to.be.within(20_000, 3_000_000);
      expect(sample.audioLevel.in).to.be.within(0.001, 1);
      expect(sample.video?.in?.width).to.be.greaterThan(100);
      expect(sample.video?.out?.framesPerSecond).to.be.greaterThan(5);
      expect(Object.isFrozen(sample)).to.equal(true);
    });
  }

  it('has our level and the bandwidth where the browser tells them, and null where it does not', () => {
    const chromium = sampleOf(...pair(CHROMIUM));
    expect(chromium.audioLevel.out).to.be.within(0.001, 1);
    expect(chromium.availableOutgoingBitrate).to.be.greaterThan(100_000);
    const firefox = sampleOf(...pair(FIREFOX));
    expect(firefox.audioLevel.out).to.equal(null);
    expect(firefox.availableOutgoingBitrate).to.equal(null);
  });

  it('finds the pair in use without an entry for the transport', () => {
    const [before, now] = pair(FIREFOX);
    expect(sampleOf(before, without(now, 'transport')).localCandidateType).to.equal('host');
    const [earlier, chromium] = pair(CHROMIUM);
    expect(sampleOf(earlier, without(chromium, 'transport')).localCandidateType).to.equal('host');
  });

  it('has null for all that is not told', () => {
    const bare = snapshot([{id: 'x', type: 'peer-connection', timestamp: 2000}]);
    const sample = sampleOf(snapshot([{id: 'x', type: 'peer-connection', timestamp: 1000}]), bare);
    const {timestamp, bitrate, audioLevel, ...rest} = sample;
    expect(timestamp).to.equal(2000);
    expect([bitrate, audioLevel]).to.deep.equal([
      {in: null, out: null},
      {in: null, out: null},
    ]);
    expect(new Set(Object.values(rest))).to.deep.equal(new Set([null]));
  });

  it('is none if no time has passed', () => {
    const [, now] = pair(CHROMIUM);
    expect(mediaFacts(now, now)).to.equal(undefined);
  });

  it('takes the loss of the interval, not of the whole call', () => {
    const talk = new Talk();
    const first = talk.second({received: 25, lost: 25}).snapshot;
    const second = talk.second({received: 45, lost: 5}).snapshot;
    const third = talk.second().snapshot;
    expect(sampleOf(first, second).inboundLoss).to.equal(0.1);
    expect(sampleOf(second, third).inboundLoss).to.equal(0);
  });

  it('has no loss and no rating where nothing came', () => {
    const talk = new Talk();
    const sample = sampleOf(talk.snapshot, talk.second({received: 0}).snapshot);
    expect([sample.inboundLoss, sample.mosEstimate]).to.deep.equal([null, null]);
  });

  it('does not count a late packet as less than no loss', () => {
    const talk = new Talk();
    const before = talk.second({lost: 2}).snapshot;
    expect(sampleOf(before, talk.second({lost: -2}).snapshot).inboundLoss).to.equal(0);
  });

  it('begins anew where a counter does', () => {
    const [before, now] = pair(CHROMIUM);
    const restarted = changed(now, 'inbound-rtp', {packetsReceived: 40, bytesReceived: 4000}, 'audio');
    expect(facts(before, restarted).received).to.equal(40);
  });

  it('believes no report of the far end for longer than it is worth', () => {
    const talk = new Talk();
    talk.second().report({fractionLost: 0.5, packetsSent: 50});
    const before = talk.snapshot;
    expect(sampleOf(before, talk.second().snapshot).outboundLoss).to.equal(0.5);
    for (let second = 0; second < 16; second++) talk.second();
    expect(sampleOf(before, talk.snapshot).outboundLoss).to.equal(null);
  });

  it('rates delay: half of the way there and back, the jitter buffer and a packet', () => {
    const talk = new Talk();
    talk.roundTripTime = 0.76;
    const {rating} = qualitySample(talk.snapshot, talk.second().snapshot, facts(new Talk().snapshot, talk.snapshot));
    // 380 + 2 * 2 + 20 ms
    expect(rating.in?.idd).to.be.closeTo(24.4, 0.3);
  });

  it('counts what came too late to be heard', () => {
    const [before, now] = pair(CHROMIUM);
    const late = changed(now, 'inbound-rtp', {packetsDiscarded: 10}, 'audio');
    expect(sampleOf(before, late).mosEstimate).to.be.lessThan(sampleOf(before, now).mosEstimate ?? 0);
  });
});
