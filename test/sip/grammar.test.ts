import {expect} from '@open-wc/testing';
import {Grammar as StockGrammar, URI as StockURI} from 'sip.js';
import {parse as pegParse} from 'sip.js/lib/grammar/pegjs/dist/grammar.js';
import {installGrammar, readValue} from '../../src/sip/messages/grammar.js';
import {Grammar, URI, type NameAddrHeader} from '../../src/sip/sip-js.js';

before(installGrammar);

/** Returns what SIP.js's own grammar reads; its file still contains it unchanged. */
function original(text: string, rule: string): unknown {
  const options: {startRule: string; data?: unknown} = {startRule: rule};
  try {
    pegParse(text, options);
  } catch {
    return undefined;
  }
  return options.data === -1 ? undefined : options.data;
}

const URIS = [
  'sip:alice@example.com',
  'sip:example.com',
  'SIPS:Alice:secret@[2001:db8::9:1]:5061;Transport=WS;lr;X=Y?Subject=a%20b&Route=c&route=d',
  'sip:+49301234;phone-context=+49@192.0.2.1;user=phone',
  'sip:%41b%23%20c@Example.COM:5060',
  'sip:semi;colon?mark=1&a=$,@host.example',
  "sip:-_.!~*'()@host.example",
];
const NAME_ADDRS = URIS.flatMap((uri) => [
  `<${uri}>`,
  `"Al \\"x\\" Ice"<${uri}> ;tag=abc ; Flag;Quoted="a;b,c"`,
  `Alice  B. <${uri}>;tag=1;expires=60`,
  `"" <${uri}>`,
]);
const ADDR_SPECS = ['sip:alice@example.com;tag=1;x=y', 'sip:example.com', 'sips:a@b.c ; tag = 2'];

const VALID: Record<string, readonly string[]> = {
  SIP_URI: URIS,
  From: [...NAME_ADDRS, ...ADDR_SPECS],
  To: [...NAME_ADDRS, ...ADDR_SPECS],
  Refer_To: [...NAME_ADDRS, 'sip:alice@example.com'],
  Name_Addr_Header: NAME_ADDRS,
  Call_ID: ['a84b4c76e66710@pc33.example.com', 'x'],
  CSeq: ['4711 INVITE', '0 ACK', '1  !odd-Method', '2147483647 X'],
  Content_Length: ['0', '70'],
  Max_Forwards: ['70'],
  uuid: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
  Event: ['Presence.winfo;id=7;x="y"', 'dialog;sla'],
  Replaces: ['a@b;to-tag=1;from-tag=2;early-only', 'a@b ; from-tag=2 ; to-tag=1'],
};

/** Texts that are certainly invalid: neither grammar may guess. */
const INVALID: Record<string, readonly string[]> = {
  SIP_URI: ['', 'sip:', 'sip:@b', 'alice@example.com', 'sip:a b@c', 'sip:a@b c', 'sip:a@b:x', 'tel:+1', 'sip:a@b\r\n'],
  From: ['', 'sip:', '<>', '"a <sip:a@b>', ', <sip:c@d>', '< a@b.c >', '<sip:a@b', 'sip:a@b;;=;x', 'sip:a@b?x=y'],
  Via: ['', 'SIP/2.0', 'SIP/2.0/UDP', 'SIP/7.0/UDP a.b', 'SIP/2.0/UDP a.b;;,;,,'],
  CSeq: ['', '1', 'INVITE', '-1 INVITE', 'x INVITE', '36893488147419103232 INVITE'],
  Content_Length: ['', '-1', 'x', '1 2'],
  Call_ID: [''],
  uuid: ['', 'f81d4fae'],
  Replaces: ['', 'a@b', 'a@b;to-tag=1'],
};

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

describe('our grammar', () => {
  for (const [rule, texts] of Object.entries(VALID)) {
    it(`reads every valid ${rule} like SIP.js's own`, () => {
      for (const text of texts) {
        expect(original(text, rule), `SIP.js: ${text}`).not.to.equal(undefined);
        expect(plain(readValue(text, rule)), text).to.deep.equal(plain(original(text, rule)));
      }
    });
  }

  for (const [rule, texts] of Object.entries(INVALID)) {
    it(`refuses what is no ${rule}`, () => {
      for (const text of texts) expect(readValue(text, rule), text).to.equal(undefined);
    });
  }

  it("reads Contact and Record-Route one by one, as SIP.js's own reads their lists", () => {
    for (const rule of ['Contact', 'Record_Route']) {
      for (const text of NAME_ADDRS) {
        const [first] = original(`${text}, <sip:x.y>`, rule) as [{parsed: NameAddrHeader}];
        expect(plain(readValue(text, 'To')), text).to.deep.equal(plain(first.parsed));
      }
    }
  });

  it('reads of Via what SIP.js looks at', () => {
    const vias = ['SIP/2.0/WSS Host.example:5060;branch=z9hG4bK77;rport', 'SIP / 2.0 / UDP [::1] ; branch = 1;x="a b"'];
    for (const text of vias) {
      const {host, port, branch} = original(text, 'Via') as Record<string, unknown>;
      expect(readValue(text, 'Via')).to.include({host, port, branch});
    }
  });

  it('is asked by everything that we have of SIP.js', () => {
    expect(Grammar.parse('sip:a@5f2a9c1b7e3d', 'SIP_URI')).to.be.instanceOf(URI);
    expect(Grammar.parse('nonsense', 'SIP_URI')).to.equal(-1);
    expect(Grammar.URIParse('sip:a@my_host')).to.be.instanceOf(URI);
    expect(Grammar.nameAddrHeaderParse('<tel:+1555>, "x" <sip:y@z>')?.uri).to.include({scheme: 'tel', host: '+1555'});
  });

  it('is not in the way of a SIP.js that the page has besides', () => {
    const state = 'terminated;reason=noresource';
    expect(StockGrammar.parse(state, 'Subscription_State')).to.include({state: 'terminated'});
    expect(Grammar.parse(state, 'Subscription_State')).to.equal(-1);
    expect(StockGrammar.URIParse('sip:a@b.c')).to.be.instanceOf(StockURI).and.not.instanceOf(URI);
    // An underscore in a host is what SIP.js cannot read, and we can.
    expect(StockGrammar.URIParse('sip:a@my_host')).to.equal(undefined);
  });

  it('writes addresses as they came', () => {
    const same = [
      ...['sip:*72%23@a.b', 'sip:a%25zz@b.c', 'sip:Jos%E9@b.c', 'sip:100%25@b.c', 'sip:a%2541@b.c', 'sip:a;b=c@d.e'],
      ...['tel:+1555', 'tel:+1555;phone-context=x', 'urn:service:sos', 'sip:a:pw@b.c', 'sip:[::1]:5060;lr?A=b&A=c'],
    ];
    for (const text of same) {
      const address = Grammar.nameAddrHeaderParse(`<${text}>`)!;
      expect(address.uri.toString()).to.equal(text);
      expect(address.uri.toRaw()).to.equal(text);
      expect(address.clone().uri.toString()).to.equal(text);
    }
    expect(Grammar.URIParse('sip:a%zz#ü@b.c')?.toString()).to.equal('sip:a%25zz%23%C3%BC@b.c');
    expect(Grammar.URIParse('sip:a\ud800b@c')?.toString()).to.equal('sip:ab@c');
  });
});
