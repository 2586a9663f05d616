import {expect} from '@open-wc/testing';
import {md5, sha256} from '../../src/sip/authentication/hashes.js';

describe('MD5', () => {
  const vectors: Record<string, string> = {
    '': 'd41d8cd98f00b204e9800998ecf8427e',
    a: '0cc175b9c0f1b6a831c399e269772661',
    abc: '900150983cd24fb0d6963f7d28e17f72',
    'message digest': 'f96b697d7cb7938d525a2f31aaf161d0',
    abcdefghijklmnopqrstuvwxyz: 'c3fcd3d76192e4007dfb496cca67e13b',
    ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789: 'd174ab98d277d9f5a5611c2c9f419d9f',
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890':
      '57edf4a22be3c955ac49da2e2107b67a',
  };
  for (const [text, digest] of Object.entries(vectors)) {
    it(`of "${text}" is as in RFC 1321`, () => {
      expect(md5(text)).to.equal(digest);
    });
  }

  it('of a million letters', () => {
    expect(md5('a'.repeat(1_000_000))).to.equal('7707d6ae4e027c70eea2a935c2296f21');
  });
});

describe('SHA-256', () => {
  it('is what the browser makes of texts of every length around a block, and of long ones', async () => {
    const lengths = [...Array(140).keys(), 1000, 65_535, 300_000];
    for (const length of lengths) {
      const text = 'aZ09:/ü€😀'.repeat(length / 9 + 1).slice(0, length);
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      const expected = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      expect(sha256(text), String(length)).to.equal(expected);
    }
  });
});

it('both give the responses of RFC 7616 section 3.9.1', () => {
  const response = (hash: (text: string) => string) =>
    hash(
      [
        hash('Mufasa:http-auth@example.org:Circle of Life'),
        '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
        '00000001',
        'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
        'auth',
        hash('GET:/dir/index.html'),
      ].join(':'),
    );
  expect(response(md5)).to.equal('8ca523f5e9506fed4657c9700eebdbec');
  expect(response(sha256)).to.equal('753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1');
});
