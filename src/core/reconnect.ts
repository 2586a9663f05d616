/** How long to wait before each new attempt, in milliseconds. */
export type ReconnectPolicy = (attempt: number) => number;

/**
 * Doubling from half a second to half a minute, each with up to a third less, so that the phones of a whole company
 * do not come back in the same instant (RFC 5626 section 4.5).
 */
export const defaultReconnectPolicy: ReconnectPolicy = (attempt) =>
  Math.min(30_000, 500 * 2 ** attempt) * (1 - Math.random() / 3);
