import type {Stat, StatsSnapshot} from '../../../src/core/quality/stats.js';

/** Turns captured entries into a report as a browser has it. */
export function snapshot(stats: readonly object[] | undefined): StatsSnapshot {
  return new Map((stats ?? []).map((stat) => [(stat as {id: string}).id, stat as Stat]));
}

/** Returns a report with some members of one entry changed; `undefined` removes a member. */
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

/** Returns a report without the entries of a type. */
export function without(stats: StatsSnapshot, type: string): StatsSnapshot {
  return new Map([...stats].filter(([, stat]) => stat['type'] !== type));
}

/** The statistics of a conversation that the test makes up step by step; counters grow only as the test says. */
export class Talk {
  timestamp = 1_000_000;
  received = 0;
  lost = 0;
  sent = 0;
  energy = 0;
  duration = 0;
  roundTripTime = 0.05;
  availableOutgoingBitrate: number | undefined;
  /** The reports of the far end: their times of arrival and content. */
  senderReport: {timestamp: number; packetsSent: number} | undefined;
  block: {timestamp: number; fractionLost: number} | undefined;

  /** Lets a second pass, with that many packets received and sent, and that level of our microphone. */
  second({received = 50, lost = 0, sent = 50, level = 0.1} = {}): this {
    this.timestamp += 1000;
    this.received += received;
    this.lost += lost;
    this.sent += sent;
    this.energy += level * level;
    this.duration += 1;
    return this;
  }

  /**
   * The far end reports. Without `fractionLost` it reports nothing about us; without `packetsSent` it sends nothing.
   */
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
