// Controls, and the marks that turn the reading direction round and make one address look like another.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;

/** A text from the network as one harmless line: no controls, no direction marks, not endless. */
export function cleanText(text: string, limit = 200): string {
  return text.replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim().slice(0, limit);
}

/** What goes between double quotes in a header (RFC 3261 section 25.1, `quoted-string`). */
export function escapeQuoted(text: string): string {
  return cleanText(text).replace(/["\\]/g, '\\$&');
}
