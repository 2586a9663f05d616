import {visibleText} from '../../core/visible-text.js';

// Control characters, and the marks that turn the reading direction and make one address look like another.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;
// Characters that end a line for some server on the way: controls, which no header field may have (RFC 3261 section
// 25.1), and Unicode's own separators. Single surrogates cannot be written in UTF-8.
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]+/gu;

/**
 * Makes one harmless line of a text from the network: no controls, direction marks or invisible characters, and limited
 * in length.
 */
export function cleanText(text: string, limit = 200): string {
  return visibleText(text.replace(UNSAFE, ' ')).replace(/\s+/g, ' ').slice(0, limit).trim();
}

/** Replaces everything that could end a line by a space. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ');
}

/** Makes a text safe as a header line or a part of one. */
export function headerLine(text: string): string {
  return oneLine(text).trim();
}

/** Escapes a text for the space between double quotes in a header (RFC 3261 section 25.1, `quoted-string`). */
export function escapeQuoted(text: string): string {
  return headerLine(text).slice(0, 200).replace(/["\\]/g, '\\$&');
}
