// Flags of parts of countries, such as Scotland's, are spelled with tag characters, which have no meaning anywhere
// else.
const TAGGED = '\\u{1f3f4}[\\u{e0020}-\\u{e007f}]{1,8}';
// Invisible characters that no language needs in a name. Joiners, the grapheme joiner and variation selectors stay:
// Persian, Indic languages, Hebrew, Chinese and emoji need them.
const UNSEEN = new RegExp(`(${TAGGED})|(?![\\u034f\\u200c\\u200d\\p{VS}\\u3164\\uffa0])\\p{DI}`, 'gu');
// Letters and signs that look blank: Hangul and Egyptian fillers, a Braille cell without dots, a note without a head,
// the object replacement character.
const BLANKS = /[\u2800\u3164\uffa0\ufffc\u{13441}\u{13442}\u{1d159}]/gu;
const MARKS = '[\\p{M}\\u200c\\u200d]';
// Tibetan stacks up to nine marks, other languages fewer. UAX #15 allows 30, which would cover the lines above and
// below.
const TOO_MANY = new RegExp(`(${MARKS}{10})${MARKS}+`, 'gu');
// Marks without a base letter would be drawn over the text before them on the page.
const BASELESS = new RegExp(`^(?:\\s|${MARKS})+`, 'u');
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Returns a text without its invisible parts; `''` if nothing visible is left. */
export function visibleText(text: string): string {
  const seen = text.replace(UNSEEN, '$1').replace(BLANKS, ' ').replace(TOO_MANY, '$1').replace(BASELESS, '').trim();
  return VISIBLE.test(seen) ? seen : '';
}
