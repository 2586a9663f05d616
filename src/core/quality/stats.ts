/** One entry of a statistics report, with those members that its browser knows. */
export type Stat = Readonly<Record<string, unknown>>;

/** A statistics report (WebRTC 1.0 section 8): entries by their ids. `RTCStatsReport` is one. */
export type StatsSnapshot = ReadonlyMap<string, Stat>;

export type MediaKind = 'audio' | 'video';

/** The entries of a type, and of a kind of media where that is said. */
export function entries(snapshot: StatsSnapshot, type: string, kind?: MediaKind): Stat[] {
  return [...snapshot.values()].filter((stat) => stat['type'] === type && (!kind || stat['kind'] === kind));
}

/** A number, or undefined where the browser does not know it. */
export function numberOf(stat: Stat | undefined, member: string): number | undefined {
  const value = stat?.[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(stat: Stat | undefined, member: string): string | undefined {
  const value = stat?.[member];
  return typeof value === 'string' ? value : undefined;
}

/** The entry that another one refers to. */
export function referred(snapshot: StatsSnapshot, stat: Stat | undefined, member: string): Stat | undefined {
  return snapshot.get(textOf(stat, member) ?? '');
}

/**
 * How much a counter has grown between two snapshots, over all entries; undefined if none has it. Entries that are new
 * count whole, and so do those that have begun anew.
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
