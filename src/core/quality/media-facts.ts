import {entries, growth, numberOf, referred, textOf, type Stat, type StatsSnapshot} from './stats.js';

/** Facts about the sound of a call between two snapshots of its statistics. */
export interface MediaFacts {
  /** The time of the later snapshot in milliseconds since the epoch, and the seconds between both. */
  readonly timestamp: number;
  readonly seconds: number;
  /** Packets of sound that arrived, and packets that were lost; undefined while nothing is known. */
  readonly received: number | undefined;
  readonly lost: number | undefined;
  /** Packets that arrived too late to be played. */
  readonly discarded: number;
  readonly sent: number | undefined;
  /** The jitter of the sound that arrives, in seconds. */
  readonly jitter: number | undefined;
  /** How long sound waits in the jitter buffer, in seconds. */
  readonly buffered: number | undefined;
  /** What the far end reports by RTCP (RFC 3550 section 6.4). */
  readonly far: FarReports;
}

export interface FarReports {
  /** A new sender report came: the far end says how much it has sent. */
  readonly sender: boolean;
  /** Whether the far end sent something since the sender report before; undefined without a new one. */
  readonly sends: boolean | undefined;
  /**
   * A new report block came: the far end says how it receives us. A far end whose sender reports have none receives
   * nothing.
   */
  readonly block: boolean;
  /**
   * The fraction of our packets that the far end missed, and their jitter in seconds; undefined if unknown or too old.
   */
  readonly loss: number | undefined;
  readonly jitter: number | undefined;
}

/** A far end reports about every five seconds. A report older than this many milliseconds is out of date. */
const REPORT_AGE = 15_000;

/** Returns the facts between two snapshots; undefined if no time has passed. */
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

/**
 * Returns the round-trip time in seconds: by RTCP, which covers the whole path, else by ICE, which ends at its peer.
 */
export function roundTrip(now: StatsSnapshot): number | undefined {
  const [block] = entries(now, 'remote-inbound-rtp', 'audio');
  return numberOf(block, 'roundTripTime') ?? numberOf(selectedPair(now), 'currentRoundTripTime');
}

export function selectedPair(now: StatsSnapshot): Stat | undefined {
  const transport = entries(now, 'transport').find((stat) => textOf(stat, 'selectedCandidatePairId'));
  // Older versions of Firefox have no `transport` entry.
  return (
    referred(now, transport, 'selectedCandidatePairId') ??
    entries(now, 'candidate-pair').find(({nominated, state}) => nominated === true && state === 'succeeded')
  );
}

const PACKETS = 'packetsReceived';

/** After a change of the RTP source there are two streams for a while. */
function busiestOf(inbound: readonly Stat[], before: StatsSnapshot): Stat | undefined {
  const packets = (stat: Stat) => growth([stat], before, PACKETS) ?? 0;
  return [...inbound].sort((a, b) => packets(b) - packets(a))[0];
}

function latest(snapshot: StatsSnapshot): number {
  return Math.max(...[...snapshot.values()].map((stat) => numberOf(stat, 'timestamp') ?? 0), 0);
}

/** The count goes down when a packet arrives late (RFC 3550 section 6.4.1), and restarts with a new source. */
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

/** The timestamp of a report is the time when it arrived. */
function isNew(stat: Stat, before: StatsSnapshot): boolean {
  const then = numberOf(before.get(textOf(stat, 'id') ?? ''), 'timestamp');
  return numberOf(stat, 'timestamp') !== then;
}
