import {visibleText} from '../../core/visible-text.js';

// Controls, and the marks that turn the reading direction round and make one address look like another.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;
// What ends a line for somebody on the way: controls, which no header field may have (RFC 3261 section 25.1), and
// Unicode's own separators. Halves of characters have no place in UTF-8.
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]+/gu;

/** A text from the network as one harmless line: no controls, no direction marks, nothing unseen, not endless. */
export function cleanText(text: string, limit = 200): string {
  return visibleText(text.replace(UNSAFE, ' ')).replace(/\s+/g, ' ').slice(0, limit).trim();
}

/** One line for everybody, whatever somebody has put into it. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ');
}

/** A header line, or what becomes a part of one. */
export function headerLine(text: string): string {
  return oneLine(text).trim();
}

/** What goes between double quotes in a header (RFC 3261 section 25.1, `quoted-string`). */
export function escapeQuoted(text: string): string {
  return headerLine(text).slice(0, 200).replace(/["\\]/g, '\\$&');
}
