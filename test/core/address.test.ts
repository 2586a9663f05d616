import {expect} from '@open-wc/testing';
import {domainOf, isSipUri, toSipUri, userOf} from '../../src/core/address.js';
import {SipError} from '../../src/core/errors.js';

const DOMAIN = 'example.com';

/** Typed text → called address, for somebody at `example.com`. */
const CALLABLE: readonly (readonly [typed: string, uri: string])[] = [
  // Names and numbers of our own domain.
  ['bob', 'sip:bob@example.com'],
  ['  bob  ', 'sip:bob@example.com'],
  ['Bob', 'sip:Bob@example.com'],
  ['bob.smith', 'sip:bob.smith@example.com'],
  ['bob-smith_2', 'sip:bob-smith_2@example.com'],
  ['1001', 'sip:1001@example.com'],
  ['+4930123', 'sip:+4930123@example.com'],
  ['(030) 123-45', 'sip:03012345@example.com'],
  ['030/123.45', 'sip:03012345@example.com'],
  ['+49 30 123', 'sip:+4930123@example.com'],
  ['030\u00a0123\u2009\u201345', 'sip:03012345@example.com'],
  ['\u202a+4930123\u202c', 'sip:+4930123@example.com'],
  ['*97', 'sip:*97@example.com'],
  ['*#21#', 'sip:*%2321%23@example.com'],
  ['#31#0301234', 'sip:%2331%230301234@example.com'],
  // Addresses with a domain.
  ['bob@example.org', 'sip:bob@example.org'],
  ['bob@example.org:5070', 'sip:bob@example.org:5070'],
  ['bob@192.0.2.7', 'sip:bob@192.0.2.7'],
  ['bob@[2001:db8::7]:5070', 'sip:bob@[2001:db8::7]:5070'],
  ['bob@bücher.example', 'sip:bob@xn--bcher-kva.example'],
  ['jörg@example.org', 'sip:j%C3%B6rg@example.org'],
  ['😀', 'sip:%F0%9F%98%80@example.com'],
  ['50% off@example.org', 'sip:50%25%20off@example.org'],
  ['a%20b@example.org', 'sip:a%20b@example.org'],
  ['"Bob" <sip:bob@example.org>', 'sip:bob@example.org'],
  ['Bob < bob@example.org >', 'sip:bob@example.org'],
  // URIs.
  ['sip:bob@example.org', 'sip:bob@example.org'],
  ['SIP:bob@example.org', 'sip:bob@example.org'],
  ['sips:bob@example.org', 'sips:bob@example.org'],
  ['sip://bob@example.org', 'sip:bob@example.org'],
  ['sip:1001', 'sip:1001@example.com'],
  ['sip:example.org', 'sip:example.org'],
  ['sip:[2001:db8::7]', 'sip:[2001:db8::7]'],
  ['sip:bob@example.org;transport=ws', 'sip:bob@example.org;transport=ws'],
  ['sip:bob@example.org?Subject=sale', 'sip:bob@example.org'],
  ['sip:bob@example.org;user=phone?Replaces=a%3Bto-tag%3Db', 'sip:bob@example.org;user=phone'],
  // Header fields in a URI are for links on pages (RFC 3261 section 19.1.1); they are never dialled.
  ['sip:example.org?X-Evil=1&Route=%3Csip:evil.example%3E', 'sip:example.org'],
  ['sips:example.org:5061;lr?X-Evil=1', 'sips:example.org:5061;lr'],
  ['SIP:[2001:db8::7]?X-Evil=1', 'sip:[2001:db8::7]'],
  ['sip:1001?X-Evil=1', 'sip:1001@example.com'],
  ['1001?X-Evil=1', 'sip:1001@example.com'],
  ['bob?X-Evil=1', 'sip:bob@example.com'],
  ['bob@example.org?X-Evil=1', 'sip:bob@example.org'],
  ['sip:bob@example.org?X-Evil=a@evil.example', 'sip:bob@example.org'],
  ['sip:bob@example.org;x=1?Route=<sip:a@evil.example>', 'sip:bob@example.org;x=1'],
  ['sip:bob@example.org?', 'sip:bob@example.org'],
  ['tel:+4930123?X-Evil=1', 'sip:+4930123@example.com'],
  // In a user part "?" is an ordinary character (section 25.1, user-unreserved), and its escape is a different one.
  ['a?b@example.org', 'sip:a?b@example.org'],
  ['sip:a?b=1@example.org', 'sip:a?b=1@example.org'],
  ['sip:a%3Fb@example.org?X-Evil=1', 'sip:a%3Fb@example.org'],
  ['a@b@example.org', 'sip:a%40b@example.org'],
  // tel: URIs lose separators and parameters.
  ['tel:+49-30-123', 'sip:+4930123@example.com'],
  ['TEL:+49 (30) 123', 'sip:+4930123@example.com'],
  ['tel:123;phone-context=example.org', 'sip:123@example.com'],
  ['tel:%2B4930123', 'sip:+4930123@example.com'],
  ['tel:%2331%23123', 'sip:%2331%23123@example.com'],
];

/** Texts that cannot be called, and a part of the reason that is shown. */
const REFUSED: readonly (readonly [typed: string, reason: RegExp])[] = [
  ['', /type a number or an address/],
  [' \t ', /type a number or an address/],
  ['bob\r\nRoute: <sip:evil.example>', /line breaks or control/],
  ['bob\u0000', /control/],
  ['bob\ud83d', /control/],
  ['bob smith', /spaces/],
  ['mailto:bob@example.org', /only sip:, sips: and tel:/],
  ['javascript:alert(1)', /only sip:, sips: and tel:/],
  ['https://example.org', /only sip:, sips: and tel:/],
  ['tel:bob', /only digits/],
  ['tel:', /only digits/],
  ['tel:%zz', /escapes/],
  ['@example.org', /before the @/],
  ['bob@', /sip:name@domain/],
  ['bob@-example.org', /sip:name@domain/],
  ['bob@exa mple.org', /sip:name@domain|domain is not valid/],
  ['bob@exa"mple.org', /sip:name@domain/],
  ['bob@exam<ple.örg', /domain is not valid/],
  ['sip:', /before the @|sip:name@domain/],
  ['?X-Evil=1', /before the @/],
  ['sip:?X-Evil=1', /before the @|sip:name@domain/],
  ['sip:@example.org?X-Evil=1', /before the @/],
  ['sip:bob@example.org%3FX-Evil=1', /sip:name@domain/],
  ['sip:example.org%3FX-Evil=1', /sip:name@domain/],
  ['sip:bob@example.org;a=x@evil.example', /sip:name@domain/],
  ['tel:?X-Evil=1', /only digits/],
  ['sip:bob@example.org:notaport', /sip:name@domain/],
];

function refusalOf(typed: string, domain = DOMAIN): SipError {
  let uri: string;
  try {
    uri = toSipUri(typed, domain);
  } catch (error) {
    if (error instanceof SipError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(typed)} was accepted as ${uri}`);
}

describe('toSipUri', () => {
  for (const [typed, uri] of CALLABLE) {
    it(`turns ${JSON.stringify(typed)} into ${uri}`, () => {
      expect(toSipUri(typed, DOMAIN)).to.equal(uri);
      expect(isSipUri(uri)).to.equal(true);
    });
  }

  for (const [typed, uri] of CALLABLE) {
    it(`leaves its own result ${uri} (of ${JSON.stringify(typed)}) as it is`, () => {
      expect(toSipUri(uri, DOMAIN)).to.equal(uri);
    });
  }

  for (const [typed, reason] of REFUSED) {
    it(`refuses ${JSON.stringify(typed)}`, () => {
      const error = refusalOf(typed);
      expect(error.code).to.equal('invalid-address');
      expect(error.message).to.match(reason);
    });
  }

  for (const typed of ['bob', '1001', 'tel:+4930123']) {
    it(`asks for a domain when ${typed} is called without an account`, () => {
      expect(refusalOf(typed, '').message).to.match(/name@domain/);
    });
  }

  it('needs no domain for a whole address', () => {
    expect(toSipUri('bob@example.org', '')).to.equal('sip:bob@example.org');
  });

  it('quotes at most 80 characters of what was typed', () => {
    expect(refusalOf(`${'x '.repeat(500)}y`).message).to.have.length.below(160);
  });
});

describe('isSipUri', () => {
  for (const uri of ['sip:bob@example.com', 'sips:bob@example.com:5061', 'sip:example.com', 'sip:a@[::1];lr?h=1']) {
    it(`takes ${uri}`, () => {
      expect(isSipUri(uri)).to.equal(true);
    });
  }

  for (const text of [
    '',
    'bob',
    'tel:123',
    'sip:',
    'sip:b ob@example.com',
    'sip:bob@exam_ple-',
    'sip:bob@example.com\n',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(isSipUri(text)).to.equal(false);
    });
  }
});

describe('userOf', () => {
  const users = [
    ['sip:bob@example.com', 'bob'],
    ['sip:%2331%23123@example.com', '#31#123'],
    ['sip:bob:secret@example.com', 'bob'],
    ['sip:123;phone-context=x@example.com', '123'],
    ['sip:a%zz@example.com', 'a%zz'],
    ['sip:example.com', ''],
    ['nonsense', ''],
  ] as const;
  for (const [uri, user] of users) {
    it(`finds ${JSON.stringify(user)} in ${uri}`, () => {
      expect(userOf(uri)).to.equal(user);
    });
  }
});

describe('domainOf', () => {
  const domains = [
    ['sip:bob@example.com', 'example.com'],
    ['sip:bob@example.com:5070;lr', 'example.com:5070'],
    ['sip:bob@[::1]:5070', '[::1]:5070'],
    ['sip:example.com?h=1', 'example.com'],
    ['nonsense', ''],
  ] as const;
  for (const [uri, domain] of domains) {
    it(`finds ${JSON.stringify(domain)} in ${uri}`, () => {
      expect(domainOf(uri)).to.equal(domain);
    });
  }
});
