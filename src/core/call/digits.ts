import {SipError} from '../errors.js';
import type {DigitsVia} from '../config/phone-options.js';

export interface DigitOptions {
  /** Default: as the phone is configured, `auto`. */
  readonly via?: DigitsVia | undefined;
  /** Milliseconds for each digit, 40 to 6000. Default: 100. */
  readonly duration?: number | undefined;
  /** Milliseconds between two digits, at least 30. Default: 70 in the sound, 500 by INFO. */
  readonly gap?: number | undefined;
  /** Additional header fields of each INFO. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Digits as they are sent: `0-9 * # A-D`, pauses as `,` (two seconds, also written `p`) and `W` (half a second).
 * @throws SipError `invalid-argument` for anything else.
 */
export function readDigits(digits: string | number, {duration = 100, gap = 500}: DigitOptions): string {
  const wanted = String(digits).toUpperCase().replaceAll('P', ',');
  if (!/^[0-9*#A-D,W]+$/.test(wanted)) {
    throw new SipError(
      'invalid-argument',
      `"${String(digits)}" cannot be sent: digits are 0-9, *, #, A-D, and a comma, p or w for a pause.`,
    );
  }
  if (!(duration >= 40 && duration <= 6000)) {
    throw new SipError('invalid-argument', `A digit lasts 40 to 6000 ms, not ${String(duration)}.`);
  }
  if (!(gap >= 30 && gap <= 60_000)) {
    throw new SipError('invalid-argument', `Between two digits are 30 to 60000 ms, not ${String(gap)}.`);
  }
  return wanted;
}
