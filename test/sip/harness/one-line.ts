import {expect} from '@open-wc/testing';

/**
 * Characters that end a line for some reader, or that a line must not have (RFC 3261 section 25.1, and Unicode's own
 * separators).
 */
export const BREAKS: readonly (readonly [name: string, text: string])[] = [
  ['CR LF', '\r\n'],
  ['CR', '\r'],
  ['LF', '\n'],
  ['two line ends', '\r\n\r\n'],
  ['NUL', '\0'],
  ['VT', '\v'],
  ['FF', '\f'],
  ['DEL', '\x7f'],
  ['NEL', '\u0085'],
  ['LINE SEPARATOR', '\u2028'],
  ['PARAGRAPH SEPARATOR', '\u2029'],
];

/**
 * Expects a head whose lines end with CR LF and contain no other control characters, with no injected `X-Evil` line.
 */
export function expectLines(text: string): void {
  const [head = ''] = text.split('\r\n\r\n', 1);
  for (const line of head.split('\r\n')) {
    expect(JSON.stringify(line), 'a line').to.not.match(/\\[nrvf]|\\u00|\\u202[89]/);
    expect(line, 'a line').to.not.match(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    expect(line, 'a line').to.not.match(/^x-evil/i);
    expect(line, 'a line').to.match(/^([A-Z]+ \S+ SIP\/2\.0|SIP\/2\.0 \d{3} .*|[\w.!%*+`'~-]+: ?.*)$/);
  }
}
