/** A key of the dial pad. */
export interface DialKey {
  readonly key: string;
  readonly slot: string;
  /** The letters on the key, by ITU-T E.161. */
  readonly letters: string;
  /** The character that a long press types. */
  readonly more: string;
}

const LETTERS = ['', 'ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];
const NAMES: Readonly<Record<string, string>> = {'*': 'star', '#': 'hash'};

/** The twelve keys, row by row. */
export const KEYS: readonly DialKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'].map((key) => ({
  key,
  slot: `key-${NAMES[key] ?? key}`,
  letters: LETTERS[Number(key) - 1] ?? '',
  more: key === '0' ? '+' : '',
}));
