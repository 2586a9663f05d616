import {expect} from '@open-wc/testing';
import {Registerer, RegistererState} from 'sip.js';
import {closeLines, PhoneLine} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {closeStockPhones, StockPhone} from './harness/stock-phone.js';
import {failure} from './harness/failure.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

const CHALLENGE = 'WWW-Authenticate: Digest realm="test.realm", nonce="abc123", algorithm=MD5';
/** MD5(MD5("alice:test.realm:secret") ":abc123:" MD5("REGISTER:sip:example.com")), RFC 2617 section 3.2.2.1. */
const RESPONSE = 'a1ee0cbe3c0ce0d49a12513355c88fdd';

/** Sends the 200 of a registrar that lists our contact with these parameters. */
function accept(line: PhoneLine, register: SipMessage, parameters = ';expires=600', headers: string[] = []): void {
  const contact = /<[^>]+>/.exec(register.header('contact'))?.[0] ?? '';
  line.server.respond(register, 200, {contact: `${contact}${parameters}`, headers});
}

describe('registering', () => {
  it('answers the digest challenge and keeps Call-ID, From tag and a growing CSeq', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    const first = await line.server.next('REGISTER');
    expect(first.startLine).to.equal('REGISTER sip:example.com SIP/2.0');
    expect(first.header('contact')).to.match(/;reg-id=1;\+sip\.instance="<urn:uuid:[0-9a-f-]{36}>";expires=600$/);
    expect(first.header('user-agent')).to.equal('sip-elements');
    line.server.respond(first, 401, {headers: [CHALLENGE], contact: null});
    const second = await line.server.next('REGISTER');
    expect(second.header('authorization')).to.include(`response="${RESPONSE}"`).and.include('username="alice"');
    expect(second.header('call-id')).to.equal(first.header('call-id'));
    expect(second.tag('from')).to.equal(first.tag('from'));
    expect(second.cseq).to.equal(first.cseq + 1);
    accept(line, second);
    await registered;
  });

  it('rejects with wrong-credentials when the answer to the challenge is refused', async () => {
    for (const [first, status] of [
      [401, 401],
      [401, 403],
      [407, 407],
    ] as const) {
      const line = await PhoneLine.connected();
      const registered = failure(line.engine.register());
      const challenge = first === 407 ? CHALLENGE.replace('WWW', 'Proxy') : CHALLENGE;
      line.server.respond(await line.server.next('REGISTER'), first, {headers: [challenge]});
      const again = challenge.replace('abc123', 'def456');
      line.server.respond(await line.server.next('REGISTER'), status, {headers: [again]});
      expect(await registered, String(status)).to.include({code: 'wrong-credentials', status});
      expect(line.server.count('REGISTER')).to.equal(2);
    }
  });

  it('says that credentials are missing when it has none', async () => {
    const line = await PhoneLine.connected({credentials: undefined});
    const registered = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [CHALLENGE]});
    expect(await registered).to.include({code: 'credentials-missing', status: 401});
    expect(line.server.count('REGISTER')).to.equal(1);
  });

  it('rejects with registration-rejected and the status for everything else', async () => {
    for (const status of [301, 403, 404, 500, 503]) {
      const line = await PhoneLine.connected();
      const registered = failure(line.engine.register());
      line.server.respond(await line.server.next('REGISTER'), status, {phrase: 'No way'});
      expect(await registered, String(status)).to.include({code: 'registration-rejected', status});
    }
  });

  it('rejects with timeout when nobody answers, and can be tried again', async () => {
    const line = await PhoneLine.connected();
    const registered = failure(line.engine.register());
    await line.server.next('REGISTER');
    line.clock.advance(32_000);
    expect(await registered).to.include({code: 'timeout'});
    const again = line.engine.register();
    accept(line, await line.server.next('REGISTER'));
    await again;
  });

  it('asks for longer when the registrar says 423', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 423, {headers: ['Min-Expires: 1800']});
    const second = await line.server.next('REGISTER');
    expect(second.header('contact')).to.match(/;expires=1800$/);
    accept(line, second, ';expires=1800');
    await registered;
  });

  it('gives up on a 423 that does not say how long', async () => {
    const line = await PhoneLine.connected();
    const registered = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 423);
    expect(await registered).to.include({code: 'registration-rejected', status: 423});
  });

  it('needs a connection', async () => {
    const line = await PhoneLine.open();
    expect(await failure(line.engine.register())).to.include({code: 'connection-lost'});
  });

  it('is one request for two callers', async () => {
    const line = await PhoneLine.connected();
    const both = Promise.all([line.engine.register(), line.engine.register()]);
    accept(line, await line.server.next('REGISTER'));
    await both;
    expect(line.server.count('REGISTER')).to.equal(1);
  });

  it('A6: rejects with connection-lost when the socket dies meanwhile', async () => {
    const line = await PhoneLine.connected();
    const registered = failure(line.engine.register());
    await line.server.next('REGISTER');
    line.server.drop();
    expect(await registered).to.include({code: 'connection-lost'});
  });
});

describe('keeping the binding fresh', () => {
  async function registered(parameters: string, headers: string[] = []): Promise<PhoneLine> {
    const line = await PhoneLine.connected();
    const done = line.engine.register();
    accept(line, await line.server.next('REGISTER'), parameters, headers);
    await done;
    return line;
  }

  it('refreshes at about four fifths of what was granted', async () => {
    const line = await registered(';expires=100');
    line.clock.advance(74_900);
    await turn();
    expect(line.server.count('REGISTER')).to.equal(1);
    line.clock.advance(10_100);
    accept(line, await line.server.next('REGISTER'), ';expires=100');
    await turn();
    line.clock.advance(85_000);
    await line.server.next('REGISTER');
    expect(line.registrationLost).to.deep.equal([]);
  });

  const nonsense: Record<string, [string, string[]]> = {
    'a contact without expires': ['', []],
    'expires that is no number': [';expires=soon', ['Expires: never']],
    'expires of 0': [';expires=0', []],
    'a negative Expires header': ['', ['Expires: -5']],
  };
  for (const [what, [parameters, headers]] of Object.entries(nonsense)) {
    it(`A5: takes what it asked for when the registrar sends ${what}`, async () => {
      const line = await registered(parameters, headers);
      line.clock.advance(449_000);
      await turn();
      expect(line.server.count('REGISTER')).to.equal(1);
      line.clock.advance(61_000);
      await line.server.next('REGISTER');
    });
  }

  it('refreshes once a day at least, however long the registrar grants', async () => {
    const line = await registered(';expires=99999999999');
    await turn();
    expect(line.server.count('REGISTER')).to.equal(1);
    line.clock.advance(86_400_000);
    await line.server.next('REGISTER');
  });

  it('never sends more than one REGISTER in a second, even if the registrar grants less', async () => {
    const line = await registered(';expires=1');
    line.clock.advance(1000);
    await turn();
    expect(line.server.count('REGISTER')).to.equal(1);
  });

  it('A6: takes a 200 without any contact', async () => {
    const line = await PhoneLine.connected();
    const done = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200, {contact: null});
    await done;
    const again = line.engine.register();
    accept(line, await line.server.next('REGISTER'));
    await again;
  });

  it('A4: tries again when a refresh is refused for now, as long as the binding lasts; then tells, once', async () => {
    const line = await registered(';expires=100');
    line.server.auto = (message) => {
      line.server.respond(message, 500);
      return true;
    };
    line.clock.advance(85_000);
    await until(() => line.server.count('REGISTER') === 2, 'the refresh');
    expect(line.registrationLost).to.deep.equal([]);
    await until(() => {
      line.clock.advance(1000);
      return line.registrationLost.length > 0;
    }, 'the news');
    expect(line.server.count('REGISTER')).to.be.within(3, 6);
    expect(line.registrationLost.map(({code, status}) => [code, status])).to.deep.equal([
      ['registration-rejected', 500],
    ]);
    const asked = line.server.count('REGISTER');
    line.clock.advance(1_000_000);
    await turn();
    expect(line.server.count('REGISTER')).to.equal(asked);
  });

  it('A4: a refresh that is refused once goes unnoticed', async () => {
    const line = await registered(';expires=100');
    line.clock.advance(85_000);
    line.server.respond(await line.server.next('REGISTER'), 503, {headers: ['Retry-After: 7 (busy)']});
    await turn();
    line.clock.advance(6900);
    await turn();
    expect(line.server.count('REGISTER')).to.equal(2);
    line.clock.advance(100);
    accept(line, await line.server.next('REGISTER'), ';expires=100');
    await turn();
    expect(line.registrationLost).to.deep.equal([]);
  });

  it('A4: tells at once when a refresh is refused for good', async () => {
    const line = await registered(';expires=100');
    line.clock.advance(85_000);
    line.server.respond(await line.server.next('REGISTER'), 403);
    await turn();
    expect(line.registrationLost.map(({status}) => status)).to.deep.equal([403]);
  });

  it('tells when refreshes get no answer until the binding is over', async () => {
    const line = await registered(';expires=100');
    line.clock.advance(85_000);
    await line.server.next('REGISTER');
    line.clock.advance(32_000);
    await turn();
    expect(line.registrationLost.map(({code}) => code)).to.deep.equal(['timeout']);
  });
});

describe('extensions', () => {
  async function registeredWith(parameters: string, headers: string[] = []): Promise<PhoneLine> {
    const line = await PhoneLine.connected();
    const done = line.engine.register();
    const register = await line.server.next('REGISTER');
    expect(register.header('supported').split(', ')).to.include.members(['path', 'outbound', 'gruu']);
    accept(line, register, parameters, headers);
    await done;
    return line;
  }

  async function dialled(line: PhoneLine): Promise<SipMessage> {
    const {session} = line.dial();
    await session.invite();
    return line.server.next('INVITE');
  }

  it('the public GRUU is the contact in calls as long as there is a binding (RFC 5627)', async () => {
    const line = await registeredWith(';pub-gruu="sip:alice@example.com;gr=urn:uuid:1234";expires=600');
    expect((await dialled(line)).header('contact')).to.equal('<sip:alice@example.com;gr=urn:uuid:1234>');
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    await line.engine.connect();
    expect((await dialled(line)).header('contact')).to.match(/^<sip:.*\.invalid;transport=ws;ob>$/);
  });

  it('a GRUU that is no address is left alone', async () => {
    const line = await registeredWith(';pub-gruu="tel:123";expires=600');
    expect((await dialled(line)).header('contact')).to.match(/^<sip:.*;ob>$/);
  });

  it('Service-Route leads every request but REGISTER (RFC 3608)', async () => {
    const route = ['<sip:edge.example.com;lr>', '<sip:orig@home.example.com;lr;x="a,b">'];
    const line = await registeredWith('', [`Service-Route: ${route.join(', ')}`]);
    expect((await dialled(line)).all('route').join(',')).to.equal(route.join(','));
    const again = line.engine.register();
    const register = await line.server.next('REGISTER');
    expect(register.all('route').filter(Boolean)).to.deep.equal([]);
    accept(line, register);
    await again;
    expect((await dialled(line)).all('route').filter(Boolean)).to.deep.equal([]);
  });
});

describe('unregistering', () => {
  it('takes the binding away', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    accept(line, await line.server.next('REGISTER'));
    await registered;
    const gone = line.engine.unregister();
    const last = await line.server.next('REGISTER');
    expect(last.header('contact')).to.match(/;expires=0$/);
    line.server.respond(last, 200, {contact: null});
    await gone;
    line.clock.advance(1_000_000);
    await turn();
    expect(line.server.count('REGISTER')).to.equal(2);
  });

  it('ends after two seconds although nobody answers', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    accept(line, await line.server.next('REGISTER'));
    await registered;
    const gone = line.engine.unregister();
    await line.server.next('REGISTER');
    line.clock.advance(2000);
    await gone;
  });

  it('ends after two seconds although the first REGISTER was never answered', async () => {
    const line = await PhoneLine.connected();
    const registered = failure(line.engine.register());
    await line.server.next('REGISTER');
    const gone = line.engine.unregister();
    line.clock.advance(2000);
    await gone;
    expect(await registered).to.include({code: 'timeout'});
  });

  it('sends nothing when there is no binding', async () => {
    const line = await PhoneLine.connected();
    await line.engine.unregister();
    expect(line.server.summaries()).to.deep.equal([]);
  });
});

describe('the registerer of SIP.js', () => {
  /** Registers; the registrar answers with this contact. */
  async function stock(
    answer: (contact: string) => string | null,
  ): Promise<{phone: StockPhone; registerer: Registerer}> {
    const phone = await StockPhone.connected();
    const registerer = new Registerer(phone.agent);
    await registerer.register();
    const register = await phone.server.next('REGISTER');
    phone.server.respond(register, 200, {contact: answer(/<[^>]+>/.exec(register.header('contact'))![0])});
    return {phone, registerer};
  }

  it('A4 stock SIP.js: is unregistered after a refused refresh, and never tries again', async () => {
    const {phone, registerer} = await stock((contact) => `${contact};expires=1`);
    phone.server.respond(await phone.server.next('REGISTER'), 503, {headers: ['Retry-After: 1']});
    await until(() => registerer.state === RegistererState.Unregistered, 'the refusal');
    expect(registerer.retryAfter).to.equal(undefined);
  });

  it('A5 stock SIP.js: storms when the contact has no expires', async () => {
    const {phone, registerer} = await stock((contact) => contact);
    phone.server.auto = (message) => {
      phone.server.respond(message, 200, {contact: /<[^>]+>/.exec(message.header('contact'))![0]});
      return true;
    };
    await until(() => phone.server.count('REGISTER') > 20, 'the storm');
    phone.server.auto = () => true;
    await registerer.dispose().catch(() => undefined);
  });

  it('A6 stock SIP.js: is stuck after a 200 without contact', async () => {
    const {registerer} = await stock(() => null);
    await turn();
    expect((await failure(registerer.register())).message).to.match(/already in progress/);
  });
});
