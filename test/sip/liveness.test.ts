import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine, type LineOptions} from './harness/phone-line.js';
import {closeStockPhones, StockPhone} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

/** Returns the reasons that were given for the losses. */
const why = (line: PhoneLine) => line.lost.map(({cause}) => (cause as Error).message);

/** Connects to a server that answers every request with 405, and does not answer keep-alives. */
async function withoutPong(options: LineOptions = {}): Promise<PhoneLine> {
  const line = await PhoneLine.open(options);
  line.server.pongs = false;
  line.server.auto = (message) => {
    line.server.respond(message, 405);
    return true;
  };
  await line.engine.connect();
  return line;
}

/** Lets time pass, second by second, so that answers can arrive in between. */
async function pass(line: PhoneLine, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    line.clock.advance(1000);
    await turn();
  }
}

describe('list B: keep-alive: a server that stands still', () => {
  it('stock SIP.js: is never noticed', async () => {
    const phone = await StockPhone.connected({
      transportOptions: {server: 'ws://sip.test/ws', keepAliveInterval: 0.05, keepAliveDebounce: 0.01},
    });
    phone.server.frozen = true;
    await until(() => phone.server.pings >= 4, 'keep-alives');
    expect(phone.agent.isConnected()).to.equal(true);
  });

  it('is found within 18 s without a call', async () => {
    const line = await PhoneLine.connected();
    line.clock.advance(60_000);
    line.server.frozen = true;
    line.clock.advance(18_000);
    await turn();
    expect(why(line)).to.deep.equal(['The connection is dead: the server is silent.']);
  });

  it('is found within 7 s during a call, which goes on', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.frozen = true;
    line.clock.advance(7000);
    await turn();
    expect(line.lost).to.have.length(1);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('is found as soon as the configured interval says', async () => {
    const line = await PhoneLine.connected({pingInterval: 2});
    line.server.frozen = true;
    line.clock.advance(5000);
    await turn();
    expect(line.lost).to.have.length(1);
  });

  it('is found as soon as the server wants to hear from us (Flow-Timer, RFC 5626 section 4.4.1)', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200, {headers: ['Flow-Timer: 10']});
    await registered;
    const before = line.server.pings;
    line.clock.advance(100_000);
    expect(line.server.pings - before).to.be.within(9, 13);
  });
});

describe('a server that works', () => {
  it('keeps its connection for as long as it answers', async () => {
    const line = await PhoneLine.connected();
    line.clock.advance(3_600_000);
    await turn();
    expect(line.lost).to.deep.equal([]);
    expect(line.server.pings).to.be.within(230, 310);
  });

  it('without pongs is asked with OPTIONS, whatever it answers', async () => {
    const line = await withoutPong();
    await pass(line, 60);
    expect(line.lost).to.deep.equal([]);
    expect(line.server.pings).to.equal(1);
    expect(line.server.count('OPTIONS')).to.be.within(4, 7);
    expect(line.server.log[0]?.startLine).to.equal('OPTIONS sip:example.com SIP/2.0');
    line.server.frozen = true;
    await pass(line, 18);
    expect(line.lost).to.have.length(1);
  });

  it('without pongs is asked at its own address when there is no account', async () => {
    const line = await withoutPong({uri: undefined, credentials: undefined});
    await pass(line, 4);
    expect(line.server.log[0]?.startLine).to.equal('OPTIONS sip:sip.test SIP/2.0');
  });

  it('that hangs up at the first keep-alive gets OPTIONS the next time', async () => {
    const line = await withoutPong();
    line.server.drop();
    await turn();
    await line.engine.connect();
    await pass(line, 20);
    expect(line.server.pings).to.equal(1);
    expect(line.server.count('OPTIONS')).to.be.within(2, 3);
    expect(line.lost).to.have.length(1);
  });

  it('counts as alive as soon as anything comes from it', async () => {
    const line = await PhoneLine.connected();
    line.server.pongs = false;
    line.clock.advance(15_000);
    line.server.sockets[0]!.deliver('SIP/2.0 200 OK\r\n\r\n');
    line.clock.advance(3000);
    await turn();
    expect(line.lost).to.deep.equal([]);
  });

  it('that does not answer to OPTIONS either is dead', async () => {
    const line = await PhoneLine.open();
    line.server.pongs = false;
    await line.engine.connect();
    line.clock.advance(6000);
    await turn();
    expect(line.lost).to.have.length(1);
  });
});

const SIGNALS: Record<string, () => unknown> = {
  online: () => window.dispatchEvent(new Event('online')),
  offline: () => window.dispatchEvent(new Event('offline')),
  pageshow: () => window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})),
  resume: () => document.dispatchEvent(new Event('resume')),
  visibilitychange: () => document.dispatchEvent(new Event('visibilitychange')),
  // Only some browsers have the Network Information API.
  ...('connection' in navigator && {
    'a change of the network': () =>
      (navigator as unknown as {connection: EventTarget}).connection.dispatchEvent(new Event('change')),
  }),
};

describe('list B: sleep and waking up', () => {
  it('stock SIP.js: listens to none of the signals', async () => {
    const heard: string[] = [];
    const {addEventListener} = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: unknown[]) {
      if (this === window || this === document) heard.push(type);
      addEventListener.call(this, type, ...(rest as [null]));
    };
    try {
      await StockPhone.connected();
    } finally {
      EventTarget.prototype.addEventListener = addEventListener;
    }
    for (const type of Object.keys(SIGNALS)) expect(heard).not.to.include(type);
  });

  for (const [name, fire] of Object.entries(SIGNALS)) {
    it(`a dead connection is found 1.5 s after ${name}, and one that works is kept`, async () => {
      const line = await PhoneLine.connected();
      fire();
      line.clock.advance(3000);
      await turn();
      expect(line.lost).to.deep.equal([]);
      line.server.sockets[0]!.halfOpen();
      fire();
      fire(); // this does not extend the time limit
      line.clock.advance(1500);
      await turn();
      expect(line.lost).to.have.length(1);
    });
  }

  it('asks to be connected again when the network is back', async () => {
    const line = await PhoneLine.connected();
    line.server.drop();
    await turn();
    SIGNALS['online']?.();
    await turn();
    expect(line.notices).to.deep.equal(['awake']);
  });

  it('replaces the connection at once after a sleep of half a minute', async () => {
    const line = await PhoneLine.connected();
    line.clock.advance(1000);
    line.clock.sleep(45_000);
    await turn();
    expect(why(line)).to.deep.equal(['The connection is dead: this computer was asleep.']);
  });

  it('replaces it at once when the page thaws, before any timer', async () => {
    const line = await PhoneLine.connected();
    const {now} = line.clock;
    line.clock.now = () => now.call(line.clock) + 60_000;
    SIGNALS['resume']?.();
    await turn();
    expect(line.lost).to.have.length(1);
  });

  it('takes late timers of a hidden page for what they are', async () => {
    const line = await PhoneLine.connected();
    Object.defineProperty(document, 'hidden', {configurable: true, value: true});
    try {
      line.clock.sleep(70_000);
      line.clock.advance(5000);
      await turn();
      expect(line.lost).to.deep.equal([]);
      line.clock.sleep(120_000);
      await turn();
      expect(line.lost).to.have.length(1);
    } finally {
      Reflect.deleteProperty(document, 'hidden');
    }
  });

  it('is deaf when the engine is gone', async () => {
    const line = await PhoneLine.connected();
    await line.engine.disconnect();
    await line.engine.destroy();
    for (const fire of Object.values(SIGNALS)) fire();
    await turn();
    expect(line.notices).to.deep.equal([]);
    expect(line.clock.pending).to.equal(0);
  });
});
