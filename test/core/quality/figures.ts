import type {Stat, StatsSnapshot} from '../../../src/core/quality/stats.js';

/** Captured entries as a browser's report has them. */
export function snapshot(stats: readonly object[] | undefined): StatsSnapshot {
  return new Map((stats ?? []).map((stat) => [(stat as {id: string}).id, stat as Stat]));
}

/** A report with some members of one entry changed; `undefined` takes them out. */
export function changed(
  stats: StatsSnapshot,
  type: string,
  change: Record<string, unknown>,
  kind?: string,
): StatsSnapshot {
  return new Map(
    [...stats].map(([id, stat]) => {
      if (stat['type'] !== type || (kind && stat['kind'] !== kind)) return [id, stat];
      return [id, Object.fromEntries(Object.entries({...stat, ...change}).filter(([, value]) => value !== undefined))];
    }),
  );
}

/** A report without the entries of a type. */
export function without(stats: StatsSnapshot, type: string): StatsSnapshot {
  return new Map([...stats].filter(([, stat]) => stat['type'] !== type));
}

/** The statistics of a conversation that the test makes up as it goes on; counters only grow by what it says. */
export class Talk {
  timestamp = 1_000_000;
  received = 0;
  lost = 0;
  sent = 0;
  energy = 0;
  duration = 0;
  roundTripTime = 0.05;
  availableOutgoingBitrate: number | undefined;
  /** What the far end reports: times of arrival, and what was in the reports. */
  senderReport: {timestamp: number; packetsSent: number} | undefined;
  block: {timestamp: number; fractionLost: number} | undefined;

  /** A second passes in which so many packets came and went, and our microphone was so loud. */
  second({received = 50, lost = 0, sent = 50, level = 0.1} = {}): this {
    this.timestamp += 1000;
    this.received += received;
    this.lost += lost;
    this.sent += sent;
    this.energy += level * level;
    this.duration += 1;
    return this;
  }

  /** The far end reports; `fractionLost` is undefined where it says nothing of us, `packetsSent` where it sends nothing. */
  report({fractionLost, packetsSent}: {fractionLost?: number | undefined; packetsSent?: number | undefined}): this {
    const {timestamp} = this;
    if (packetsSent !== undefined) this.senderReport = {timestamp, packetsSent};
    if (fractionLost !== undefined) this.block = {timestamp, fractionLost};
    return this;
  }

  get snapshot(): StatsSnapshot {
    const {timestamp, senderReport, block, availableOutgoingBitrate} = this;
    const audio = {kind: 'audio', timestamp};
    return snapshot([
      {id: 'C', type: 'codec', timestamp, mimeType: 'audio/opus'},
      {id: 'T', type: 'transport', timestamp, selectedCandidatePairId: 'P'},
      {id: 'P', type: 'candidate-pair', timestamp, currentRoundTripTime: this.roundTripTime, availableOutgoingBitrate},
      {
        id: 'I',
        type: 'inbound-rtp',
        ...audio,
        codecId: 'C',
        packetsReceived: this.received,
        packetsLost: this.lost,
        jitter: 0.002,
      },
      {id: 'O', type: 'outbound-rtp', ...audio, codecId: 'C', packetsSent: this.sent},
      {
        id: 'S',
        type: 'media-source',
        ...audio,
        totalAudioEnergy: this.energy,
        totalSamplesDuration: this.duration,
      },
      ...(senderReport ? [{id: 'RO', type: 'remote-outbound-rtp', kind: 'audio', ...senderReport}] : []),
      ...(block ? [{id: 'RI', type: 'remote-inbound-rtp', kind: 'audio', jitter: 0.002, ...block}] : []),
    ]);
  }
}
