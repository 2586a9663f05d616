import {expect} from '@open-wc/testing';
import {createLogger, redact} from '../../src/core/logger.js';

describe('the logger', () => {
  const secrets = [
    'Authorization: Digest username="alice", realm="x", nonce="n", response="0123456789abcdef"',
    'Proxy-Authorization: Digest response="0123456789abcdef"',
    'authorization: Bearer 0123456789abcdef',
    '{"username":"u","credential":"0123456789abcdef"}',
    'password=0123456789abcdef',
    "password: '0123456789abcdef'",
    'a=ice-pwd:0123456789abcdef',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:0123456789abcdef',
  ];
  for (const text of secrets) {
    it(`takes the secret out of ${text.slice(0, 30)}…`, () => {
      expect(redact(text)).not.to.contain('0123456789abcdef');
    });
  }

  it('leaves the rest readable', () => {
    expect(redact('INVITE sip:bob@example.com SIP/2.0')).to.equal('INVITE sip:bob@example.com SIP/2.0');
  });

  it('names where a line comes from', () => {
    const lines: string[] = [];
    createLogger((level, name, message) => lines.push(`${level} ${name} ${message}`), 'phone')
      .child('call')
      .info('hello');
    expect(lines).to.deep.equal(['info phone.call hello']);
  });
});
