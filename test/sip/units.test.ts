import {expect} from '@open-wc/testing';
import {endFromStatus, endWithoutResponse, parseReasons} from '../../src/core/call/end-causes.js';
import {SipError} from '../../src/core/errors.js';
import {installGrammar} from '../../src/sip/messages/grammar.js';
import {headerLines} from '../../src/sip/messages/headers.js';
import {identityOf} from '../../src/sip/messages/identities.js';
import {Grammar, URI} from '../../src/sip/sip-js.js';
import {takeInstance} from '../../src/sip/recovery/instance-id.js';
import {loggerFactory} from '../../src/sip/logger-factory.js';
import {createLogger} from '../../src/core/logger.js';
import {directionOf, sameMedia} from '../../src/sip/negotiation/sdp.js';
import {cleanText, escapeQuoted} from '../../src/sip/messages/text.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {until} from './harness/until.js';

describe('extra headers', () => {
  it('become lines whose values cannot start another line', () => {
    expect(headerLines({'X-A': ' 1\r\nVia: evil\u0000 ', 'x-b!': 'é'})).to.deep.equal(['X-A: 1 Via: evil', 'x-b!: é']);
  });

  it('need a name that is a token, and not one of ours', () => {
    for (const name of ['', 'X A', 'X:A', 'X\r\nA', 'Via', 'FROM', 'contact', 'Content-Length', 'v']) {
      expect(() => headerLines({[name]: '1'}), name)
        .to.throw(SipError)
        .with.property('code', 'invalid-argument');
    }
  });
});

describe('texts from the network', () => {
  it('are one line without controls and direction marks', () => {
    expect(cleanText(' a\r\n\tb\u0000\u202Ec\u2066d\uFEFF ')).to.equal('a b c d');
    expect(cleanText('x'.repeat(1000))).to.have.length(200);
    expect(cleanText('شركة 株式会社 😀')).to.equal('شركة 株式会社 😀');
  });

  it('are escaped between quotes', () => {
    expect(escapeQuoted('a "b" \\ c\r\n')).to.equal('a \\"b\\" \\\\ c');
  });
});

describe('identities', () => {
  before(installGrammar);

  it('have a name, an address without parameters and a readable user part', () => {
    const uri = Grammar.URIParse('sip:%2B49%20x@Example.com:5070;transport=ws?subject=a')!;
    expect(identityOf({displayName: 'Bob\u0007', uri})).to.deep.equal({
      name: 'Bob',
      uri: 'sip:+49%20x@example.com:5070',
      user: '+49 x',
    });
  });

  it('survive escapes that are none', () => {
    const identity = identityOf({displayName: '', uri: new URI('sip', '%E9%zz', 'example.com')});
    expect(identity).to.include({name: '', uri: 'sip:%E9%25zz@example.com'});
  });
});

describe('Reason header fields', () => {
  it('are read with several values, quoted commas and odd spacing', () => {
    const field = 'Q.850 ; cause=16 ;text="Normal, \\"really\\""  , SIP;text="OK";cause=200';
    expect(parseReasons([field, 'X;cause=1', 'SIP', 'SIP;cause=x'])).to.deep.equal([
      {protocol: 'Q.850', cause: 16, text: 'Normal, "really"'},
      {protocol: 'SIP', cause: 200, text: 'OK'},
    ]);
  });

  it('of a gateway refine a status, but not a challenge, and a normal one says nothing', () => {
    const reason = (cause: number) => parseReasons([`Q.850;cause=${String(cause)}`]);
    expect(endFromStatus(503, '', reason(17)).cause).to.equal('busy');
    expect(endFromStatus(500, '', reason(1)).cause).to.equal('not-found');
    expect(endFromStatus(480, '', reason(21))).to.include({cause: 'declined', failed: false});
    expect(endFromStatus(480, '', reason(16)).cause).to.equal('unavailable');
    expect(endFromStatus(407, '', reason(17)).cause).to.equal('wrong-credentials');
  });

  it('are told apart from responses that never came', () => {
    expect(endWithoutResponse(408)).to.include({cause: 'timeout', by: 'system', failed: true});
    expect(endWithoutResponse(503)).to.include({cause: 'connection-error', by: 'system', failed: true});
  });

  it('are not needed: every status has a cause', () => {
    for (let status = 300; status < 700; status++) {
      expect(endFromStatus(status).cause, String(status)).to.be.a('string').and.not.equal('internal');
    }
  });
});

describe('session descriptions', () => {
  const sdp = (video: string) =>
    `v=0\r\na=group:BUNDLE 0 1\r\na=recvonly\r\nm=audio 9 X 0\r\nc=IN IP4 0.0.0.0\r\nm=video ${video}`;

  it('have directions by section, else by session, else both ways', () => {
    expect(directionOf(sdp('9 X 0\r\na=sendonly\r\n'), 'audio')).to.equal('recvonly');
    expect(directionOf(sdp('9 X 0\r\na=sendonly\r\n'), 'video')).to.equal('sendonly');
    expect(directionOf('v=0\r\nm=audio 9 X 0\r\n', 'audio')).to.equal('sendrecv');
    expect(directionOf('v=0\r\n', 'audio')).to.equal(undefined);
  });

  it('have no direction for a rejected section, but for a bundled one without a port', () => {
    expect(directionOf(sdp('0 X 0\r\na=sendrecv\r\n'), 'video')).to.equal(undefined);
    expect(directionOf(sdp('0 X 0\r\na=bundle-only\r\na=sendrecv\r\n'), 'video')).to.equal('sendrecv');
  });

  it('lead to the same place whatever their version and order of other lines', () => {
    const one = 'v=0\r\no=- 1 1 IN IP4 x\r\nm=audio 9 X 0\r\na=ice-ufrag:a\r\n';
    expect(sameMedia(one, one.replace('1 1', '1 2'))).to.equal(true);
    expect(sameMedia(one, one.replace('ufrag:a', 'ufrag:b'))).to.equal(false);
  });
});

describe('the instance id', () => {
  const take = (account: string, clock = new FakeClock()) => takeInstance(account, clock, () => false);
  const unique = () => `sip:${String(Math.random())}@example.com`;

  it('stays the same over a reload, and two phones of a page never share one', async () => {
    const account = unique();
    const first = await take(account);
    const second = await take(account);
    expect(second.id).to.not.equal(first.id);
    first.release();
    second.release();
    const again = [await take(account), await take(account)];
    expect(again.map(({id}) => id)).to.have.members([first.id, second.id]);
    expect(again.map(({alias}) => alias)).to.have.members([first.alias, second.alias]);
    for (const instance of again) instance.release();
    expect(first.id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is another one in a tab that was duplicated', async () => {
    const account = unique();
    const original = await take(account);
    original.release();
    // The other tab: it holds the lock, and this page knows nothing of it.
    let close: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (close = resolve));
    await new Promise<void>((held) => {
      void navigator.locks.request(`sip-elements.${original.id}`, () => {
        held();
        return open;
      });
    });
    const clock = new FakeClock();
    const taking = take(account, clock);
    await until(() => clock.pending > 0, 'the wait for the lock');
    clock.advance(1000);
    const copy = await taking;
    expect(copy.id).to.not.equal(original.id);
    expect(copy.alias).to.not.equal(original.alias);
    copy.release();
    const reloaded = await take(account);
    expect(reloaded.id, 'without waiting again').to.equal(copy.id);
    reloaded.release();
    close();
  });

  it('is made anew where the storage holds something else', async () => {
    const account = unique();
    sessionStorage.setItem(`sip-elements.instance.${account}`, '<img src=x>\r\nEvil: yes');
    const instance = await take(account);
    expect(instance.id).to.match(/^[0-9a-f-]{36}$/);
    instance.release();
  });
});

describe("the stack's log", () => {
  it('is redacted, and never louder than info', () => {
    const lines: string[] = [];
    const bare = createLogger();
    const logger = {
      ...bare,
      child: () => ({...bare, info: (text: string) => lines.push(`info ${text}`), debug: () => undefined}),
    };
    const stack = loggerFactory(logger).getLogger('sip.Transport');
    stack.error('Authorization: Digest username="a", response="0123"');
    const odd: unknown = undefined;
    stack.warn(odd as string);
    expect(lines.join()).to.include('info sip.Transport').and.not.include('0123');
    expect(lines).to.have.length(2);
  });
});
