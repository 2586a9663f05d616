// Flags of countries within countries are spelled in tags, which say nothing anywhere else.
const TAGGED = '\\u{1f3f4}[\\u{e0020}-\\u{e007f}]{1,8}';
// What nobody can see and no language needs in a name. Joiners, the grapheme joiner and variation selectors stay: Persian,
// Indic languages, Hebrew, Chinese and emoji are written with them.
const UNSEEN = new RegExp(`(${TAGGED})|(?![\\u034f\\u200c\\u200d\\p{VS}\\u3164\\uffa0])\\p{DI}`, 'gu');
// Letters and signs that are drawn as blanks: fillers of Hangul and of Egyptian, a Braille cell without dots, a note
// without a head, the place of an object.
const BLANKS = /[\u2800\u3164\uffa0\ufffc\u{13441}\u{13442}\u{1d159}]/gu;
const MARKS = '[\\p{M}\\u200c\\u200d]';
// Tibetan piles up nine, other languages less; UAX #15 allows 30, which covers the lines above and below.
const TOO_MANY = new RegExp(`(${MARKS}{10})${MARKS}+`, 'gu');
// On nothing, they would be drawn on what the page shows before.
const BASELESS = new RegExp(`^(?:\\s|${MARKS})+`, 'u');
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A text as people see it, without what they do not; `''` if that leaves nothing to see. */
export function visibleText(text: string): string {
  const seen = text.replace(UNSEEN, '$1').replace(BLANKS, ' ').replace(TOO_MANY, '$1').replace(BASELESS, '').trim();
  return VISIBLE.test(seen) ? seen : '';
}
