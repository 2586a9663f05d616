import {expect} from '@open-wc/testing';
import {parseChallenges, parseParameters} from '../../src/sip/authentication/challenge.js';

const one = (field: string) => parseChallenges([field])[0];

describe('a challenge', () => {
  it('is read as RFC 3261 writes it', () => {
    expect(
      one(
        'Digest realm="atlanta.com", domain="sip:boxesbybob.com", qop="auth", nonce="f84f1cec41e6cbe5aea9c8e88d359", opaque="", stale=FALSE, algorithm=MD5',
      ),
    ).to.deep.equal({
      scheme: 'digest',
      realm: 'atlanta.com',
      nonce: 'f84f1cec41e6cbe5aea9c8e88d359',
      opaque: '',
      algorithm: 'MD5',
      qop: ['auth'],
      stale: false,
      error: '',
    });
  });

  it('may quote what needs no quotes, and leave out the quotes that are due', () => {
    expect(one('DIGEST realm=r, nonce=n, stale="TRUE", qop=auth, algorithm="SHA-256"')).to.include({
      realm: 'r',
      nonce: 'n',
      stale: true,
      algorithm: 'SHA-256',
    });
    expect(one('Digest realm="r",nonce="n",qop=auth')?.qop).to.deep.equal(['auth']);
    expect(one('Digest realm="r",nonce="n",qop="auth-int , auth"')?.qop).to.deep.equal(['auth-int', 'auth']);
    expect(one('Digest realm = "r" , nonce = "n"')).to.include({realm: 'r', nonce: 'n', algorithm: 'MD5'});
  });

  it('keeps commas, equals signs and escapes between quotes', () => {
    expect(one('Digest realm="a, b=\\"c\\"", nonce="x==,y"')).to.include({realm: 'a, b=\\"c\\"', nonce: 'x==,y'});
  });

  it('comes in several fields or several in one, in order, with others in between', () => {
    const fields = [
      'Digest realm="a", nonce="1", algorithm=SHA-256, Basic realm="no", Digest realm="a", nonce="2"',
      'NTLM',
      'Bearer realm="b", authz_server="https://as.example.com", error="invalid_token"',
      'Negotiate a87421000492aa874209af8bc028==',
    ];
    expect(parseChallenges(fields).map(({scheme, realm, nonce}) => [scheme, realm, nonce])).to.deep.equal([
      ['digest', 'a', '1'],
      ['digest', 'a', '2'],
      ['bearer', 'b', ''],
    ]);
    expect(parseChallenges(fields)[2]?.error).to.equal('invalid_token');
  });

  it('may be folded, and never brings a line break along', () => {
    expect(one('Digest realm="a\r\n b",\r\n\tnonce="n"')).to.include({realm: 'a b', nonce: 'n'});
  });

  it('is none without a nonce, and nothing of a name is ever a property of the language', () => {
    const damaged = [
      '',
      ' ',
      'Digest',
      'Digest realm="x"',
      'Digest realm="x',
      '"',
      '====',
      'Digest __proto__="x"',
      ',,,',
    ];
    expect(parseChallenges(damaged)).to.deep.equal([]);
  });

  it('of absurd length is read in no time', () => {
    const start = performance.now();
    parseChallenges([`Digest ${'realm="'.repeat(20_000)}`, `Digest ${'a=\\"'.repeat(20_000)}`, '\\"'.repeat(50_000)]);
    expect(performance.now() - start).to.be.below(1000);
  });
});

it('Authentication-Info is read without a scheme', () => {
  const parameters = parseParameters('nextnonce="abc", qop=auth, rspauth="1", cnonce="2", nc=00000001');
  expect(parameters.get('nextnonce')).to.equal('abc');
  expect(parameters.get('qop')).to.equal('auth');
});
