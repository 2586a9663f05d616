import {expect} from '@open-wc/testing';
import {closeLines, PhoneLine} from './harness/phone-line.js';
import {rawRequest, type RawFields} from './harness/raw-message.js';
import {until} from './harness/until.js';

afterEach(closeLines);

/** Values of Contact, and the Request-URI of the BYE that we send there. */
const CONTACTS: Record<string, [string, string]> = {
  'a quoted parameter': [
    '<sip:127.0.0.1:443;transport=wss;thinfo="VG8=">',
    'sip:127.0.0.1:443;transport=wss;thinfo="VG8="',
  ],
  'an empty quoted parameter': ['<sip:bob@a.example;x="">', 'sip:bob@a.example;x=""'],
  'a quoted >': ['<sip:127.0.0.1;x="a>b">', 'sip:127.0.0.1;x="a>b"'],
  'a quoted <, and a comma': ['<sip:127.0.0.1;x="<a,b">;q=1', 'sip:127.0.0.1;x="<a,b"'],
  'a quoted ; and ?': ['<sip:bob@a.example;x="a;b?c";lr>', 'sip:bob@a.example;x="a;b?c";lr'],
  'a quoted @': ['"B" <sip:a.example;x="a@b">', 'sip:a.example;x="a@b"'],
  'an escaped quote': ['<sip:a.example;x="a\\">b">', 'sip:a.example;x="a\\">b"'],
  'a quoted blank, which would end a Request-URI': ['<sip:a.example;x="a b">', 'sip:a.example;x="a%20b"'],
  'blanks next to the brackets': ['< sip:bob@peer.invalid;transport=ws >', 'sip:bob@peer.invalid;transport=ws'],
  'tabs next to the brackets': ['B <\tsip:bob@a.example\t> ; q=1', 'sip:bob@a.example'],
  'a folded line within the brackets': ['<\r\n sip:bob@a.example\r\n >', 'sip:bob@a.example'],
  'empty header parameters': ['<sip:bob@a.example>;;q=1;;', 'sip:bob@a.example'],
  'empty URI parameters': ['<sip:bob@a.example;;transport=ws;>', 'sip:bob@a.example;transport=ws'],
  'a comma in the name': ['Doe, John <sip:bob@a.example>', 'sip:bob@a.example'],
  'a second address': ['Doe, John, Dr. <sip:bob@a.example>, <sip:carol@a.example>', 'sip:bob@a.example'],
};

const BOB = {uri: 'sip:bob@example.com', user: 'bob'};
/** Header fields in which somebody is named, and who the phone says it is. */
const CALLERS: Record<string, [RawFields, object]> = {
  'an empty parameter of From': [{From: '<sip:bob@example.com>;;tag=x'}, BOB],
  'empty parameters everywhere in From': [{From: 'Bob <sip:bob@example.com>;;;tag=x;;'}, {...BOB, name: 'Bob'}],
  'an empty parameter of From without brackets': [{From: 'sip:bob@example.com;;tag=x'}, BOB],
  'an empty parameter of To': [{To: '<sip:alice@example.com>;;x=y'}, BOB],
  'an empty parameter of Via': [{Via: 'SIP/2.0/WS peer.invalid;branch=z9hG4bKempty;;rport'}, BOB],
  'empty parameters of a compact Via': [{Via: null, v: 'SIP/2.0/WS peer.invalid;;branch=z9hG4bKempties;'}, BOB],
  'a comma in the name': [{From: 'Doe, John <sip:bob@example.com>;tag=x'}, {...BOB, name: 'Doe, John'}],
  'commas in a compact From': [{From: null, f: 'Doe, J., Dr. <sip:bob@example.com>;tag=x'}, {name: 'Doe, J., Dr.'}],
  'a folded name with a comma': [{From: 'Doe,\r\n John <sip:bob@example.com>;tag=x'}, {name: 'Doe, John'}],
  'a comma in the name of To': [{To: 'Roe, Alice <sip:alice@example.com>'}, BOB],
  'blanks in the brackets of From': [{From: '"Bob" < sip:bob@example.com >;tag=x'}, {...BOB, name: 'Bob'}],
  'blanks in the brackets of To': [{To: '<sip:alice@example.com >'}, BOB],
  'a quoted parameter in From': [{From: '<sip:bob@example.com;x="a>b">;tag=x'}, BOB],
  'a quoted parameter in Record-Route': [{'Record-Route': '<sip:a.example;lr;x="a>b,c">, <sip:b.example;lr>'}, BOB],
};

/** What cannot be told with certainty, or would say more than one line. */
const REFUSED: Record<string, RawFields> = {
  'a quote that does not end': {Contact: '<sip:a.example;x="a>'},
  'a quote in the user part': {Contact: '<sip:a"b"@a.example>'},
  'a quote in the header fields of an address': {Contact: '<sip:a.example?x="a>b">'},
  'a blank inside an address': {Contact: '<sip:bob@a.example ;x>'},
  'a name without an address': {Contact: 'Doe, John'},
  'a name that begins with a comma': {From: ', <sip:bob@example.com>;tag=x'},
  'a parameter without a name': {From: '<sip:bob@example.com>;=x;tag=x'},
};

/** Returns the status of the first answer after 100. */
async function statusOf(line: PhoneLine, text: string): Promise<number> {
  const before = line.server.log.length;
  line.server.sockets.at(-1)!.deliver(text);
  const answer = () => line.server.log.slice(before).find(({status}) => status > 100)?.status;
  await until(() => answer() !== undefined, 'an answer');
  expect(line.failures).to.deep.equal([]);
  return answer()!;
}

describe('an address in Contact (RFC 3261 sections 19.1.1 and 20.10)', () => {
  for (const [name, [contact, target]] of Object.entries(CONTACTS)) {
    for (const field of ['Contact', 'm']) {
      it(`is where our requests go, with ${name}, as ${field}`, async () => {
        const line = await PhoneLine.connected();
        const call = {Contact: null, [field]: contact, 'Call-ID': 'forms', From: '<sip:bob@example.com>;tag=far'};
        expect(await statusOf(line, rawRequest(call))).to.equal(180);
        const {session} = line.incoming[0]!;
        void session.accept({audio: true, video: false});
        const ok = await line.server.next('200 INVITE');
        const ack = {'Call-ID': 'forms', To: ok.header('to'), CSeq: '1 ACK'};
        line.server.sockets.at(-1)!.deliver(rawRequest(ack, {method: 'ACK'}));
        void session.end({status: 480});
        expect((await line.server.next('BYE')).startLine).to.equal(`BYE ${target} SIP/2.0`);
      });
    }
  }
});

describe('who calls (RFC 3261 sections 20.10, 20.20 and 25.1)', () => {
  for (const [name, [fields, identity]] of Object.entries(CALLERS)) {
    it(`is understood with ${name}`, async () => {
      const line = await PhoneLine.connected();
      expect(await statusOf(line, rawRequest(fields))).to.equal(180);
      await until(() => line.incoming.length === 1, 'the call');
      expect(line.incoming[0]!.session.remoteIdentity).to.include(identity);
    });
  }

  it('is understood with a comma in the name that a trusted server asserts', async () => {
    for (const name of ['P-Asserted-Identity', 'Remote-Party-ID']) {
      const line = await PhoneLine.connected({trustedIdentity: true});
      await statusOf(line, rawRequest({[name]: 'Doe, John <sip:john@example.com>'}));
      await until(() => line.incoming.length === 1, 'the call');
      expect(line.incoming[0]!.session.remoteIdentity).to.include({name: 'Doe, John', user: 'john'});
    }
  });

  for (const [name, fields] of Object.entries(REFUSED)) {
    it(`is refused with ${name}`, async () => {
      const line = await PhoneLine.connected();
      expect(await statusOf(line, rawRequest(fields))).to.equal(400);
    });
  }
});

describe('what the page has done to Object.prototype', () => {
  const every = Object.prototype as unknown as Record<string, unknown>;
  afterEach(() => {
    delete every['extend'];
  });

  it('gets into no message: we register, are called, and hang up', async () => {
    every['extend'] = () => undefined;
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    const register = await line.server.next('REGISTER');
    line.server.respond(register, 200, {contact: register.header('contact')});
    await registered;
    expect(await statusOf(line, rawRequest())).to.equal(180);
    await line.incoming[0]!.session.end({status: 486});
    expect(line.server.log.map(({text}) => text).join()).not.to.match(/extend/i);
    expect(line.failures).to.deep.equal([]);
  });
});
