import {toSipUri} from '../core/address.js';
import {SipError} from '../core/errors.js';

export interface DialRules {
  readonly required: boolean;
  /** A regular expression for the whole text, `''` for none. */
  readonly pattern: string;
  /** Where bare numbers live, `''` if nowhere. */
  readonly domain: string;
}

/** What is wrong with a text, in the flags of the Constraint Validation API; none if it can be called. */
export function dialFlags(text: string, rules: DialRules): ValidityStateFlags {
  const trimmed = text.trim();
  if (!trimmed) return rules.required ? {valueMissing: true} : {};
  if (!matches(trimmed, rules.pattern)) return {patternMismatch: true};
  return dialUri(trimmed, rules.domain) === undefined ? {typeMismatch: true} : {};
}

/** The address that a text means; undefined if none. */
export function dialUri(text: string, domain: string): string | undefined {
  try {
    return toSipUri(text, domain);
  } catch (error) {
    if (error instanceof SipError) return undefined; // The flags say so.
    throw error;
  }
}

function matches(text: string, pattern: string): boolean {
  if (!pattern) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(text);
  } catch {
    return true; // As for <input>: a pattern that is no regular expression is none.
  }
}
