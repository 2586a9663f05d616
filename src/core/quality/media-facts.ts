import {entries, growth, numberOf, referred, textOf, type Stat, type StatsSnapshot} from './stats.js';

/** What happened to the sound of a call between two snapshots of its statistics. */
export interface MediaFacts {
  /** When, in milliseconds since the epoch, and how many seconds since the snapshot before. */
  readonly timestamp: number;
  readonly seconds: number;
  /** Packets of sound that came and that did not; undefined before anything is known of them. */
  readonly received: number | undefined;
  readonly lost: number | undefined;
  /** Packets that came too late to be heard. */
  readonly discarded: number;
  readonly sent: number | undefined;
  /** Of what comes in, in seconds. */
  readonly jitter: number | undefined;
  /** How long sound waits in the jitter buffer, in seconds. */
  readonly buffered: number | undefined;
  /** What the far end says by RTCP (RFC 3550 section 6.4). */
  readonly far: FarReports;
}

export interface FarReports {
  /** It told how much it has sent: a sender report. */
  readonly sender: boolean;
  /** Since the sender report before, it sent something; undefined without a new one. */
  readonly sends: boolean | undefined;
  /** It told how it receives us: a report block. Without one in a sender report, it receives nothing. */
  readonly block: boolean;
  /** The fraction of our packets that it missed, and their jitter in seconds; undefined if that is unknown or out of date. */
  readonly loss: number | undefined;
  readonly jitter: number | undefined;
}

/** A far end reports about every five seconds; what it said longer ago than this says nothing of now. In milliseconds. */
const REPORT_AGE = 15_000;

/** The facts between two snapshots; undefined if no time has passed. */
export function mediaFacts(before: StatsSnapshot, now: StatsSnapshot): MediaFacts | undefined {
  const timestamp = latest(now);
  const seconds = (timestamp - latest(before)) / 1000;
  if (!(seconds > 0)) return undefined;
  const inbound = entries(now, 'inbound-rtp', 'audio');
  const busiest = busiestOf(inbound, before);
  return {
    timestamp,
    seconds,
    received: growth(inbound, before, PACKETS),
    lost: lostPackets(inbound, before),
    discarded: growth(inbound, before, 'packetsDiscarded') ?? 0,
    sent: growth(entries(now, 'outbound-rtp', 'audio'), before, 'packetsSent'),
    jitter: numberOf(busiest, 'jitter'),
    buffered: bufferDelay(busiest, before),
    far: farReports(before, now, timestamp),
  };
}

/** Seconds to the far end and back: by RTCP, which goes all the way, else as far as ICE goes. */
export function roundTrip(now: StatsSnapshot): number | undefined {
  const [block] = entries(now, 'remote-inbound-rtp', 'audio');
  return numberOf(block, 'roundTripTime') ?? numberOf(selectedPair(now), 'currentRoundTripTime');
}

export function selectedPair(now: StatsSnapshot): Stat | undefined {
  const transport = entries(now, 'transport').find((stat) => textOf(stat, 'selectedCandidatePairId'));
  // Older Firefox has no entry of that type.
  return (
    referred(now, transport, 'selectedCandidatePairId') ??
    entries(now, 'candidate-pair').find(({nominated, state}) => nominated === true && state === 'succeeded')
  );
}

const PACKETS = 'packetsReceived';

/** After a change of source there are two for a while. */
function busiestOf(inbound: readonly Stat[], before: StatsSnapshot): Stat | undefined {
  const packets = (stat: Stat) => growth([stat], before, PACKETS) ?? 0;
  return [...inbound].sort((a, b) => packets(b) - packets(a))[0];
}

function latest(snapshot: StatsSnapshot): number {
  return Math.max(...[...snapshot.values()].map((stat) => numberOf(stat, 'timestamp') ?? 0), 0);
}

/** The count goes down when a packet comes late (RFC 3550 section 6.4.1), and begins anew with another source. */
function lostPackets(inbound: readonly Stat[], before: StatsSnapshot): number | undefined {
  const known = inbound.filter((stat) => numberOf(stat, 'packetsLost') !== undefined);
  if (known.length === 0) return undefined;
  const sum = known.reduce((lost, stat) => {
    const then = numberOf(before.get(textOf(stat, 'id') ?? ''), 'packetsLost') ?? 0;
    return lost + (numberOf(stat, 'packetsLost') ?? 0) - then;
  }, 0);
  return Math.max(0, sum);
}

function bufferDelay(inbound: Stat | undefined, before: StatsSnapshot): number | undefined {
  if (!inbound) return undefined;
  const delay = growth([inbound], before, 'jitterBufferDelay');
  const count = growth([inbound], before, 'jitterBufferEmittedCount');
  return delay !== undefined && count ? delay / count : undefined;
}

function farReports(before: StatsSnapshot, now: StatsSnapshot, timestamp: number): FarReports {
  const senders = entries(now, 'remote-outbound-rtp', 'audio').filter((stat) => isNew(stat, before));
  const [block] = entries(now, 'remote-inbound-rtp', 'audio');
  const fresh = block && timestamp - (numberOf(block, 'timestamp') ?? 0) <= REPORT_AGE ? block : undefined;
  return {
    sender: senders.length > 0,
    sends: senders.length > 0 ? (growth(senders, before, 'packetsSent') ?? 0) > 0 : undefined,
    block: block !== undefined && isNew(block, before),
    loss: numberOf(fresh, 'fractionLost'),
    jitter: numberOf(fresh, 'jitter'),
  };
}

/** A report has the time at which it came. */
function isNew(stat: Stat, before: StatsSnapshot): boolean {
  const then = numberOf(before.get(textOf(stat, 'id') ?? ''), 'timestamp');
  return numberOf(stat, 'timestamp') !== then;
}
