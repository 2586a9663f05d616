import type {Tone} from '../core/media-port.js';

export interface ToneShape {
  /** The frequencies that sound together, in hertz. */
  readonly frequencies: readonly number[];
  /** Seconds of sound and silence in turn, repeated. */
  readonly cadence: readonly number[];
  /** Peak of each frequency, 0 to 1. */
  readonly level: number;
  /** How often a second the loudness swings, as that of a bell does; 0 for a steady tone. */
  readonly tremolo: number;
}

/** The supervisory tones that ITU-T E.180 recommends and most of Europe uses, at 425 Hz. The ring tone is our own. */
export const TONES: Readonly<Record<Tone, ToneShape>> = {
  ring: {frequencies: [659.26, 830.61], cadence: [0.4, 0.2, 0.4, 2], level: 0.16, tremolo: 20},
  ringback: {frequencies: [425], cadence: [1, 4], level: 0.12, tremolo: 0},
  busy: {frequencies: [425], cadence: [0.5, 0.5], level: 0.12, tremolo: 0},
  congestion: {frequencies: [425], cadence: [0.25, 0.25], level: 0.12, tremolo: 0},
  waiting: {frequencies: [425], cadence: [0.2, 0.2, 0.2, 9], level: 0.08, tremolo: 0},
};

// ITU-T Q.23: a low frequency for the row, a high one for the column.
const KEYPAD = ['123A', '456B', '789C', '*0#D'];
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];

/** The two frequencies of a key, in hertz; undefined if the text is no key. */
export function keyFrequencies(digit: string): readonly [number, number] | undefined {
  const key = digit.toUpperCase();
  if (key.length !== 1) return undefined;
  const row = KEYPAD.findIndex((keys) => keys.includes(key));
  const low = ROWS[row];
  const high = COLUMNS[KEYPAD[row]?.indexOf(key) ?? -1];
  return low === undefined || high === undefined ? undefined : [low, high];
}
