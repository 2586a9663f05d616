import {toSipUri} from '../core/address.js';
import {SipError} from '../core/errors.js';

export interface DialRules {
  readonly required: boolean;
  /** A regular expression for the whole text, `''` for none. */
  readonly pattern: string;
  /** The domain of numbers without one; `''` if there is none. */
  readonly domain: string;
}

/** Returns what is wrong with a text, as flags of the Constraint Validation API; no flag if it can be called. */
export function dialFlags(text: string, rules: DialRules): ValidityStateFlags {
  const trimmed = text.trim();
  if (!trimmed) return rules.required ? {valueMissing: true} : {};
  if (!matches(trimmed, rules.pattern)) return {patternMismatch: true};
  return dialUri(trimmed, rules.domain) === undefined ? {typeMismatch: true} : {};
}

/** Returns the SIP URI for a text; undefined if the text is no address. */
export function dialUri(text: string, domain: string): string | undefined {
  try {
    return toSipUri(text, domain);
  } catch (error) {
    if (error instanceof SipError) return undefined; // `dialFlags` reports it.
    throw error;
  }
}

function matches(text: string, pattern: string): boolean {
  if (!pattern) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(text);
  } catch {
    return true; // Like <input>, ignore a pattern that is no regular expression.
  }
}
