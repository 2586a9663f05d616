import {expect} from '@open-wc/testing';
import {resolveConfig} from '../../src/core/config/phone-config.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {Connection} from '../../src/core/phone/connection.js';
import {SipError} from '../../src/core/errors.js';
import {createLogger} from '../../src/core/logger.js';
import {FakeClock, FakeEngine} from '../../src/testing/index.js';
import {bench, settle, type Bench} from './setup.js';

const UNREACHABLE = new SipError('server-unreachable', 'Nobody there.');

/** Returns the times of the attempts within that many milliseconds, counted from now. */
async function attempts({engine, clock}: Bench, milliseconds: number, step = 100): Promise<number[]> {
  const start = clock.now();
  const times: number[] = [];
  let before = engine.log.filter((line) => line === 'connect').length;
  while (clock.now() - start < milliseconds) {
    clock.advance(step);
    await settle();
    const {length} = engine.log.filter((line) => line === 'connect');
    if (length > before) times.push(clock.now() - start);
    before = length;
  }
  return times;
}

async function started(options = {}): Promise<Bench> {
  const here = bench(options);
  await here.phone.start();
  here.clock.advance(60_000);
  return here;
}

async function inCall(): Promise<Bench> {
  const here = await started();
  here.phone.dial('1002');
  await settle();
  here.engine.last.answer();
  await settle();
  return here;
}

describe('trying again', () => {
  it('waits a random part of a time that doubles up to a minute, from the first failure on', async () => {
    const here = await started();
    const firsts = new Set<number>();
    for (let round = 0; round < 12; round++) {
      here.engine.loseConnection();
      const [first = Infinity] = await attempts(here, 1000, 10);
      expect(first).to.be.at.most(1000);
      firsts.add(first);
      here.clock.advance(60_000);
      await settle();
    }
    // The random delay keeps the phones of a company from coming back in the same instant.
    expect(firsts.size).to.be.greaterThan(4);
    here.engine.connectFailure = UNREACHABLE;
    here.engine.loseConnection();
    const times = await attempts(here, 400_000, 1000);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    gaps.forEach((gap, index) => {
      expect(gap).to.be.at.most(Math.min(60_000, 1000 * 2 ** index) + 1000);
    });
    expect(times.length).to.be.within(8, 60);
  });

  it('hurries during a call: every half a second for a minute, then as patiently as ever', async () => {
    const here = await inCall();
    here.engine.connectFailure = UNREACHABLE;
    here.engine.loseConnection();
    const times = await attempts(here, 60_000);
    expect(times[0]).to.be.at.most(100);
    expect(times.length).to.be.within(110, 170);
    expect((await attempts(here, 300_000, 1000)).length).to.be.at.most(40);
    expect(here.phone.activeCall?.state).to.equal('active');
  });

  it('hurries no more when the call has ended', async () => {
    const here = await inCall();
    here.engine.connectFailure = UNREACHABLE;
    here.engine.loseConnection();
    await attempts(here, 10_000);
    here.engine.last.hangup();
    expect((await attempts(here, 50_000)).length).to.be.at.most(8);
  });

  it('grows on when connections do not last', async () => {
    const here = await started();
    let count = 0;
    for (let second = 0; second < 120; second++) {
      if (here.engine.connected) {
        here.engine.loseConnection();
        count++;
      }
      here.clock.advance(1000);
      await settle();
    }
    expect(count).to.be.within(3, 20);
  });

  it('leaves a server alone for as long as it asks', async () => {
    const here = bench();
    here.engine.registerFailure = new SipError('registration-rejected', 'Busy.', {status: 503, retryAfter: 30});
    await here.phone.start().catch(() => undefined);
    const asked = () => here.engine.log.filter((line) => line === 'register').length;
    here.clock.advance(29_000);
    await settle();
    expect(asked()).to.equal(1);
    here.engine.registerFailure = undefined;
    here.clock.advance(10_000);
    await settle();
    expect(asked()).to.equal(2);
    expect(here.phone.snapshot.status).to.equal('registered');
  });

  it('asks again for secrets that could not be fetched', async () => {
    const here = bench();
    const cause = new TypeError('Failed to fetch');
    here.engine.connectFailure = new SipError('credentials-missing', 'No credentials.', {cause});
    await here.phone.start().catch(() => undefined);
    here.engine.connectFailure = undefined;
    here.clock.advance(60_000);
    await settle();
    expect(here.phone.snapshot.status).to.equal('registered');
  });
});

describe('waking up', () => {
  it('tries at once during a call, and within a second without one', async () => {
    for (const [here, limit] of [
      [await inCall(), 100],
      [await started(), 1000],
    ] as const) {
      here.engine.connectFailure = UNREACHABLE;
      here.engine.loseConnection();
      await attempts(here, 200_000, 1000);
      here.engine.connectFailure = undefined;
      here.engine.wake();
      expect(await attempts(here, limit)).to.have.length(1);
      expect(here.phone.snapshot.status).to.equal('registered');
    }
  });

  it('many signals in a row are one attempt', async () => {
    const here = await inCall();
    here.engine.connectFailure = UNREACHABLE;
    here.engine.loseConnection();
    await attempts(here, 200_000, 1000);
    here.engine.wake();
    here.clock.advance(0);
    await settle();
    const asked = here.engine.log.length;
    for (let signal = 0; signal < 20; signal++) here.engine.wake();
    here.clock.advance(0);
    await settle();
    expect(here.engine.log).to.have.length(asked);
  });

  it('changes nothing for a phone that is connected, or is not wanted to be', async () => {
    const here = await started();
    here.engine.wake();
    await here.phone.stop();
    here.engine.wake();
    expect(await attempts(here, 5000)).to.deep.equal([]);
  });
});

describe('several servers', () => {
  const SERVERS = {server: 'wss://a.test, wss://b.test'};

  it('the snapshot says which one is used', async () => {
    const {phone, engine} = bench(SERVERS);
    engine.serverIndex = 1;
    expect(phone.snapshot.server).to.equal(null);
    await phone.start();
    expect(phone.snapshot.server).to.equal('wss://b.test');
    engine.loseConnection();
    expect(phone.snapshot.server).to.equal(null);
  });

  it('goes back to the preferred one when that works again, and takes leave of the other', async () => {
    const here = bench(SERVERS);
    here.engine.serverIndex = 1;
    await here.phone.start();
    here.engine.offerServer(0);
    await settle();
    expect(here.phone.snapshot).to.include({server: 'wss://a.test', status: 'registered'});
    expect(here.engine.log).to.deep.equal(['connect', 'register', 'unregister', 'disconnect', 'connect', 'register']);
    expect(here.seen('sip-error')).to.deep.equal([]);
  });

  it('stays where it is during a call', async () => {
    const here = await inCall();
    const before = [...here.engine.log];
    here.engine.offerServer(0);
    await settle();
    expect(here.engine.log).to.deep.equal(before);
  });

  it('stays where it is when somebody calls just then', async () => {
    const here = bench(SERVERS);
    here.engine.serverIndex = 1;
    await here.phone.start();
    here.engine.unregister = () => {
      here.engine.ring();
      return Promise.resolve();
    };
    here.engine.offerServer(0);
    await settle();
    expect(here.engine.log).to.deep.equal(['connect', 'register', 'register']);
    expect(here.phone.snapshot.status).to.equal('registered');
  });

  it('are given as text, as a list, or with priorities', async () => {
    const first = async (server: PhoneOptions['server']) => {
      const {phone} = bench({server});
      await phone.start();
      return phone.snapshot.server;
    };
    expect(await first(' wss://a.test\nwss://b.test ')).to.equal('wss://a.test');
    expect(await first(['wss://b.test', 'wss://a.test'])).to.equal('wss://b.test');
    const ranked = [
      {url: 'wss://a.test', priority: 20},
      {url: 'wss://b.test', priority: 10},
    ];
    expect(await first(ranked)).to.equal('wss://b.test');
  });

  it('that cannot be addresses are refused', () => {
    for (const server of ['wss://a.test http://b.test', 'ws://a.test:99999', 'wss://', ['wss://a.test', '']]) {
      expect(() => bench({server}), JSON.stringify(server))
        .to.throw(SipError)
        .with.property('code', 'invalid-argument');
    }
    for (const server of ['', ' , ', []])
      expect(() => bench({server}))
        .to.throw(SipError)
        .with.property('code', 'not-configured');
  });
});

describe('a loss', () => {
  it('that is over is told to the calls once, whether or not the binding is back', async () => {
    const clock = new FakeClock(1_000_000);
    const engine = new FakeEngine();
    const config = resolveConfig({
      server: 'wss://a.test',
      uri: 'sip:a@a.test',
      clock,
      logger: createLogger(() => undefined),
    });
    let restored = 0;
    const connection = new Connection({
      config,
      engine: () => Promise.resolve(engine),
      inCall: () => false,
      changed: () => undefined,
      failed: () => undefined,
      restored: () => restored++,
    });
    await connection.start();
    expect(restored).to.equal(0);
    for (const failure of [undefined, new SipError('registration-rejected', 'No.', {status: 500})]) {
      restored = 0;
      engine.registerFailure = failure;
      engine.connectFailure = UNREACHABLE;
      connection.lost(new SipError('connection-lost', 'Gone.'));
      clock.advance(10_000);
      await settle();
      expect(restored).to.equal(0);
      engine.connectFailure = undefined;
      clock.advance(60_000);
      await settle();
      clock.advance(60_000);
      await settle();
      expect(restored).to.equal(1);
    }
    connection.destroy();
  });
});
