import {expect} from '@open-wc/testing';
import {visibleText} from '../../src/core/visible-text.js';

/**
 * One character of each invisible kind (Unicode, Default_Ignorable_Code_Point), and letters and signs that look blank.
 */
const INVISIBLE: Readonly<Record<string, string>> = {
  space: ' ',
  'no-break space': '\u00a0',
  'ideographic space': '\u3000',
  'zero-width space': '\u200b',
  'zero-width non-joiner': '\u200c',
  'zero-width joiner': '\u200d',
  'word joiner': '\u2060',
  'invisible times': '\u2062',
  'soft hyphen': '\u00ad',
  'grapheme joiner': '\u034f',
  'Mongolian vowel separator': '\u180e',
  'Hangul choseong filler': '\u115f',
  'Hangul jungseong filler': '\u1160',
  'Hangul filler': '\u3164',
  'halfwidth Hangul filler': '\uffa0',
  'Khmer inherent vowel': '\u17b4',
  'Braille blank': '\u2800',
  'variation selector': '\ufe0f',
  'variation selector of ideographs': '\u{e0101}',
  'tag characters': '\u{e0001}\u{e0048}\u{e0069}\u{e007f}',
  'a combining mark': '\u0301',
  '180 combining marks': '\u0301'.repeat(180),
  'a mark on a blank': ' \u0301\u0301',
  'null note head': '\u{1d159}',
  'Egyptian blank': '\u{13441}',
  'object replacement': '\ufffc',
  'private use': '\ue000',
  'all of them': '\u200b\u2060\u00ad\u115f\u3164\u180e\u2800\ufe0f\u{e0041}',
};

/** Names and words as people write them. */
const REAL: readonly string[] = [
  'Nguyễn Thị Ánh'.normalize('NFD'),
  'Nguyễn Thị Ánh'.normalize('NFC'),
  'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים',
  'יְרוּשָׁלִַ͏ם',
  'مُحَمَّدٌ',
  'کتاب‌خانه',
  'क्ष्म्य स्त्री',
  'ക്‍ഷ',
  'শ্রী লক্ষ্মী',
  'ก้ำกึ่ง ปั๊ม',
  'ཧྐྵྨླྺྼྻྂ',
  'ဗုဒ္ဓ',
  'ᠮᠣᠩᠭᠣᠯ᠋',
  '葛\u{e0100}城',
  '홍길동',
  '👨‍👩‍👧‍👦 Family',
  '👩🏽‍💻',
  '❤️',
  '1️⃣',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿 Eve',
  '🏳️‍🌈',
  '+49 30 123',
  '?',
];

describe('what is seen of a text', () => {
  for (const [name, text] of Object.entries(INVISIBLE)) {
    it(`is nothing of ${name}`, () => {
      expect(visibleText(text)).to.equal('');
      expect(visibleText(text.repeat(300))).to.equal('');
    });
  }

  for (const text of REAL) {
    it(`is all of ${text}`, () => {
      expect(visibleText(text)).to.equal(text);
    });
  }

  it('has nothing unseen in it', () => {
    expect(visibleText('\u200bBo\u2060\u00adb\u{e0041} \u3164Smith\u2800')).to.equal('Bob  Smith');
    expect(visibleText('\u0301\u0301Bob')).to.equal('Bob');
  });

  it('has no pile of marks: ten on one letter', () => {
    const zalgo = visibleText(`B${'\u0301'.repeat(180)}o${'\u0489\u200d'.repeat(90)}b`);
    expect(zalgo).to.equal(`B${'\u0301'.repeat(10)}o${'\u0489\u200d'.repeat(5)}b`);
  });
});
