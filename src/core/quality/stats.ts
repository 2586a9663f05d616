/** One entry of a statistics report, with the members that the browser fills in. */
export type Stat = Readonly<Record<string, unknown>>;

/** A statistics report (WebRTC 1.0 section 8): entries by id. An `RTCStatsReport` fits. */
export type StatsSnapshot = ReadonlyMap<string, Stat>;

export type MediaKind = 'audio' | 'video';

/** Returns the entries of a type, and of a media kind if one is given. */
export function entries(snapshot: StatsSnapshot, type: string, kind?: MediaKind): Stat[] {
  return [...snapshot.values()].filter((stat) => stat['type'] === type && (!kind || stat['kind'] === kind));
}

/** Returns a number; undefined if the browser does not report it. */
export function numberOf(stat: Stat | undefined, member: string): number | undefined {
  const value = stat?.[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(stat: Stat | undefined, member: string): string | undefined {
  const value = stat?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the entry that another one refers to. */
export function referred(snapshot: StatsSnapshot, stat: Stat | undefined, member: string): Stat | undefined {
  return snapshot.get(textOf(stat, member) ?? '');
}

/**
 * Returns how much a counter has grown between two snapshots, summed over all entries; undefined if no entry has it.
 * New entries, and counters that restarted, count in full.
 */
export function growth(stats: readonly Stat[], before: StatsSnapshot | undefined, member: string): number | undefined {
  let sum: number | undefined;
  for (const stat of stats) {
    const now = numberOf(stat, member);
    if (now === undefined) continue;
    const then = numberOf(before?.get(textOf(stat, 'id') ?? ''), member) ?? 0;
    sum = (sum ?? 0) + (now >= then ? now - then : now);
  }
  return sum;
}
