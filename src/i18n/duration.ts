const UNITS = [
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Returns for example "2 minutes, 5 seconds" in any language. `Intl` knows the plurals. */
export function durationInWords(language: string, seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const value = Math.floor(rest / length);
    rest %= length;
    if (value === 0 && (unit !== 'second' || parts.length > 0)) continue;
    parts.push(new Intl.NumberFormat(language, {style: 'unit', unit, unitDisplay: 'long'}).format(value));
  }
  return new Intl.ListFormat(language, {type: 'unit', style: 'long'}).format(parts);
}
