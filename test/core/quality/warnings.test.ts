import {expect} from '@open-wc/testing';
import {Hysteresis} from '../../../src/core/quality/hysteresis.js';
import {mediaFacts} from '../../../src/core/quality/media-facts.js';
import {qualitySample} from '../../../src/core/quality/quality-sample.js';
import {Warnings, type Evidence} from '../../../src/core/quality/warnings.js';
import {Talk} from './figures.js';

type Second = Parameters<Talk['second']>[0];

/** A conversation, and its problems after each second. */
class Bench {
  readonly talk = new Talk();
  readonly warnings = new Warnings();
  circumstances: Partial<Pick<Evidence, 'muted' | 'deaf' | 'video'>> & {track?: 'live' | 'muted' | 'ended'} = {};
  found: string[] = [];

  /** @param report - The far end's report, sent every `every` seconds; default 5. */
  run(seconds: number, second: Second = {}, report?: Parameters<Talk['report']>[0] & {every?: number}): string[] {
    for (let count = 1; count <= seconds; count++) {
      const before = this.talk.snapshot;
      this.talk.second(second);
      if (report && count % (report.every ?? 5) === 0) {
        const {packetsSent, fractionLost} = report;
        const sentSoFar =
          packetsSent === undefined ? undefined : (this.talk.senderReport?.packetsSent ?? 0) + packetsSent;
        this.talk.report({fractionLost, packetsSent: sentSoFar});
      }
      const now = this.talk.snapshot;
      const facts = mediaFacts(before, now)!;
      const rated = qualitySample(before, now, facts);
      const {muted = false, deaf = false, video = false, track = 'live'} = this.circumstances;
      const microphone = {track, level: rated.sample.audioLevel.out};
      const findings = this.warnings.update({...rated, facts, microphone, muted, deaf, video});
      this.found = findings.map(({kind, direction, cause}) => [kind, direction, cause].filter(Boolean).join(' '));
    }
    return this.found;
  }
}

describe('hysteresis', () => {
  it('changes its mind only after things have been otherwise for as long as it takes', () => {
    const mind = new Hysteresis();
    const told = (verdict: 'bad' | 'good' | undefined, now: number) => mind.update(verdict, now, 3, 2);
    expect(told('bad', 0)).to.equal(false);
    expect(told('good', 2)).to.equal(false);
    expect(told('bad', 3)).to.equal(false);
    expect(told(undefined, 5)).to.equal(false);
    expect(told('bad', 6)).to.equal(true);
    expect(told('good', 7)).to.equal(true);
    expect(told('bad', 8)).to.equal(true);
    expect(told('good', 9)).to.equal(true);
    expect(told('good', 11)).to.equal(false);
  });
});

describe('the warnings of a call', () => {
  it('are none for a call as it should be', () => {
    expect(new Bench().run(60, {}, {fractionLost: 0, packetsSent: 250})).to.deep.equal([]);
  });

  it('say that the microphone delivers silence, and that it does no more', () => {
    const bench = new Bench();
    expect(bench.run(5, {level: 0})).to.deep.equal([]);
    expect(bench.run(1, {level: 0})).to.deep.equal(['no-microphone-sound outbound microphone-silent']);
    expect(bench.run(5)).to.have.length(1);
    expect(bench.run(1)).to.deep.equal([]);
  });

  it('give somebody who was heard before time to listen', () => {
    const bench = new Bench();
    bench.run(1);
    expect(bench.run(20, {level: 0})).to.deep.equal([]);
    expect(bench.run(1, {level: 0})).to.have.length(1);
  });

  it('say what became of the microphone, and nothing of one that is muted on purpose', () => {
    const bench = new Bench();
    bench.circumstances = {track: 'ended'};
    expect(bench.run(6)).to.deep.equal(['no-microphone-sound outbound microphone-ended']);
    bench.circumstances = {track: 'muted'};
    expect(bench.run(1)).to.deep.equal(['no-microphone-sound outbound microphone-muted']);
    bench.circumstances = {muted: true};
    expect(bench.run(1, {level: 0})).to.deep.equal([]);
    expect(bench.run(30, {level: 0})).to.deep.equal([]);
  });

  it('say that nothing comes in, and where that probably comes from', () => {
    const bench = new Bench();
    expect(bench.run(4, {received: 0})).to.deep.equal([]);
    expect(bench.run(1, {received: 0})).to.deep.equal(['one-way-audio inbound nothing-arrives']);
    expect(bench.run(6)).to.deep.equal([]);
    const listening = new Bench();
    expect(listening.run(6, {received: 0}, {fractionLost: 0})).to.deep.equal(['one-way-audio inbound far-end-silent']);
    const blocked = new Bench();
    expect(blocked.run(6, {received: 0}, {fractionLost: 0, packetsSent: 250})).to.deep.equal([
      'one-way-audio inbound nothing-arrives',
    ]);
  });

  it('say so of a sound that stops, unless the far end says that it sends none', () => {
    const bench = new Bench();
    bench.run(10, {}, {fractionLost: 0, packetsSent: 250});
    expect(bench.run(11, {received: 0})).to.deep.equal(['one-way-audio inbound nothing-arrives']);
    const paused = new Bench();
    paused.run(10, {}, {fractionLost: 0, packetsSent: 250});
    expect(paused.run(60, {received: 0}, {fractionLost: 0, packetsSent: 0})).to.deep.equal([]);
  });

  it('say nothing of what comes in to somebody who does not want to hear it', () => {
    const bench = new Bench();
    bench.circumstances = {deaf: true};
    expect(bench.run(60, {received: 0})).to.deep.equal([]);
    expect(bench.run(60, {received: 25, lost: 25})).to.deep.equal([]);
  });

  it('say that the far end receives nothing: its reports do not mention us', () => {
    const bench = new Bench();
    expect(bench.run(10, {}, {packetsSent: 250})).to.deep.equal([]);
    expect(bench.run(5, {}, {packetsSent: 250})).to.deep.equal(['one-way-audio outbound not-received']);
    expect(bench.run(10, {}, {packetsSent: 250, fractionLost: 0})).to.deep.equal([]);
  });

  it('take a far end that tells apart what it sends and what it receives for one that hears us', () => {
    const bench = new Bench();
    bench.run(15, {}, {packetsSent: 250});
    // Browsers send both reports on separate timers: two sender reports come between two report blocks.
    for (let round = 0; round < 2; round++) {
      expect(bench.run(6, {}, {packetsSent: 150, every: 3})).to.have.length(1);
      bench.run(1, {}, {fractionLost: 0, every: 1});
    }
    expect(bench.found).to.deep.equal([]);
    bench.run(15, {}, {packetsSent: 150, every: 3});
    expect(bench.found, 'nothing of us for longer than reports take').to.have.length(1);
  });

  it('say that the far end receives nothing: its reports say so', () => {
    const bench = new Bench();
    bench.run(10, {}, {packetsSent: 250, fractionLost: 0});
    const found = bench.run(11, {}, {packetsSent: 250, fractionLost: 1});
    expect(found).to.include('one-way-audio outbound not-received');
  });

  it('say nothing of a far end that does not report', () => {
    expect(new Bench().run(120)).to.deep.equal([]);
  });

  it('say that the browser sends nothing', () => {
    const bench = new Bench();
    expect(bench.run(6, {sent: 0})).to.deep.equal(['one-way-audio outbound nothing-sent']);
    bench.circumstances = {muted: true};
    expect(bench.run(1, {sent: 0})).to.deep.equal([]);
  });

  it('tell loss with its direction, and the rating that comes of it', () => {
    const inbound = new Bench();
    expect(inbound.run(10, {received: 44, lost: 6})).to.deep.equal([
      'high-loss inbound packets-lost',
      'low-mos inbound packets-lost',
    ]);
    expect(inbound.run(30)).to.deep.equal([]);
    const outbound = new Bench();
    expect(outbound.run(15, {}, {fractionLost: 0.12, packetsSent: 250})).to.deep.equal([
      'high-loss outbound packets-lost',
      'low-mos outbound packets-lost',
    ]);
  });

  it('do not mind one bad second', () => {
    const bench = new Bench();
    bench.run(10);
    bench.run(1, {received: 40, lost: 10});
    for (let second = 0; second < 30; second++) expect(bench.run(1)).to.deep.equal([]);
  });

  it('stand where loss is between the thresholds', () => {
    const bench = new Bench();
    expect(bench.run(20, {received: 485, lost: 15})).to.deep.equal([]);
    bench.run(20, {received: 450, lost: 50});
    const raised = bench.found.filter((found) => found.startsWith('high-loss'));
    expect(raised).to.have.length(1);
    expect(bench.run(30, {received: 485, lost: 15}).filter((found) => found.startsWith('high-loss'))).to.deep.equal(
      raised,
    );
  });

  it('tell a long way, and a rating that is low for it', () => {
    const bench = new Bench();
    bench.talk.roundTripTime = 0.9;
    expect(bench.run(6)).to.deep.equal(['high-round-trip long-delay', 'low-mos inbound long-delay']);
    bench.talk.roundTripTime = 0.05;
    expect(bench.run(20)).to.deep.equal([]);
  });

  it('tell a bandwidth that is too small for what is sent', () => {
    const bench = new Bench();
    bench.talk.availableOutgoingBitrate = 100_000;
    expect(bench.run(10)).to.deep.equal([]);
    bench.circumstances = {video: true};
    expect(bench.run(6)).to.deep.equal(['low-bandwidth outbound slow-network']);
    bench.talk.availableOutgoingBitrate = 1_000_000;
    expect(bench.run(6)).to.deep.equal([]);
  });

  it('begin anew when that is said', () => {
    const bench = new Bench();
    bench.run(6, {received: 0});
    bench.warnings.reset();
    expect(bench.run(1, {received: 0})).to.deep.equal([]);
  });
});
