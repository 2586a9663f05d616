import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {LazyGroup} from '../../src/core/lazy-group.js';
import {LazyPart} from '../../src/core/lazy-part.js';
import {createLogger} from '../../src/core/logger.js';
import {FakeClock} from '../../src/testing/index.js';

/** A group whose fetches fail as often as is said; every attempt and every line of the log is kept. */
function bench(failures: number) {
  const clock = new FakeClock();
  const lines: string[] = [];
  let attempts = 0;
  const fetch = (): Promise<string> =>
    ++attempts > failures ? Promise.resolve('the modules') : Promise.reject(new TypeError('Failed to fetch'));
  const logger = createLogger((level, _, message) => lines.push(`${level}: ${message}`));
  const group = new LazyGroup('The card of a call', fetch, {clock, logger});
  return {group, clock, lines, attempts: () => attempts};
}

const microtasks = () => new Promise((resolve) => setTimeout(resolve));

describe('a lazy group', () => {
  it('is fetched once, however many need it', async () => {
    const {group, attempts} = bench(0);
    expect(await Promise.all([group.need(), group.need()])).to.deep.equal(['the modules', 'the modules']);
    expect(await group.need()).to.equal('the modules');
    expect(attempts()).to.equal(1);
  });

  it('says what could not be fetched, and the next one who needs it tries again', async () => {
    const {group, attempts} = bench(1);
    const [one, other] = await Promise.allSettled([group.need(), group.need()]);
    for (const result of [one, other]) {
      const error = (result as PromiseRejectedResult).reason as SipError;
      expect(error).to.be.instanceOf(SipError);
      expect(error.code).to.equal('server-unreachable');
      expect(error.message).to.match(/^The card of a call could not be fetched\. .*reload the page/);
      expect(error.cause).to.be.instanceOf(TypeError);
    }
    expect(attempts()).to.equal(1);
    expect(await group.need()).to.equal('the modules');
    expect(attempts()).to.equal(2);
  });

  it('is tried again until it is there, with growing pauses', async () => {
    const {group, clock, lines, attempts} = bench(2);
    group.load(new AbortController().signal);
    await microtasks();
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^error: .*The card of a call could not be fetched.* again in 1 s/);
    clock.advance(999);
    expect(attempts()).to.equal(1);
    clock.advance(1);
    await microtasks();
    expect(lines[1]).to.match(/again in 2 s/);
    clock.advance(2000);
    await microtasks();
    expect(attempts()).to.equal(3);
    expect(clock.pending).to.equal(0);
    expect(lines).to.have.length(2);
  });

  it('waits a minute at most between two attempts', async () => {
    const {group, clock, lines} = bench(Infinity);
    group.load(new AbortController().signal);
    for (let attempt = 0; attempt < 9; attempt++) {
      await microtasks();
      clock.advance(60_000);
    }
    await microtasks();
    expect(lines.at(-1)).to.match(/again in 60 s/);
  });

  it('is not tried again for somebody who is gone', async () => {
    const {group, clock, attempts} = bench(Infinity);
    const gone = new AbortController();
    group.load(gone.signal);
    await microtasks();
    expect(clock.pending).to.equal(1);
    gone.abort();
    expect(clock.pending).to.equal(0);
    group.load(gone.signal);
    expect(attempts()).to.equal(1);
  });

  it('is fetched by itself when the browser is idle', async () => {
    await new Promise<void>((resolve) => {
      const fetch = () => {
        resolve();
        return Promise.resolve();
      };
      new LazyGroup('A part', fetch).loadWhenIdle(new AbortController().signal);
    });
  });
});

describe('a part of a lazy group', () => {
  /** A group of one class, whose parts say when they are made and what they do. */
  function counterBench(failures = 0) {
    const {group, ...rest} = bench(failures);
    const log: string[] = [];
    const part = new LazyPart(group, (modules) => {
      log.push(`made of ${modules}`);
      return {say: (word: string) => log.push(word)};
    });
    return {...rest, group, part, log};
  }

  it('is made once, and does what is asked in that order', async () => {
    const {part, log} = counterBench();
    expect(part.now).to.equal(undefined);
    await Promise.all([part.use(({say}) => say('one')), part.use(({say}) => say('two'))]);
    expect(log).to.deep.equal(['made of the modules', 'one', 'two']);
  });

  it('does it at once when the modules are there', async () => {
    const {group, part, log} = counterBench();
    await group.need();
    void part.use(({say}) => say('at once'));
    expect(log).to.deep.equal(['made of the modules', 'at once']);
    expect(part.now).not.to.equal(undefined);
  });

  it('rejects if they cannot be fetched, and the next one who asks is served', async () => {
    const {part, log} = counterBench(1);
    const error = await part.use(({say}) => say('lost')).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SipError).with.property('code', 'server-unreachable');
    await part.use(({say}) => say('heard'));
    expect(log).to.deep.equal(['made of the modules', 'heard']);
  });

  it('rejects with what the work throws', async () => {
    const {part} = counterBench();
    const broken = new SipError('invalid-state', 'No.');
    const work = () => {
      throw broken;
    };
    expect(await part.use(work).catch((reason: unknown) => reason)).to.equal(broken);
  });

  it('is made ahead of need, also after a failure', async () => {
    const {part, clock, log} = counterBench(1);
    part.load(new AbortController().signal);
    await microtasks();
    expect(log).to.deep.equal([]);
    clock.advance(1000);
    await microtasks();
    expect(log).to.deep.equal(['made of the modules']);
  });

  it('is handed on as soon as it is there, now if it is, to whoever still wants it', async () => {
    const {part, log} = counterBench();
    const gone = new AbortController();
    part.load(gone.signal, () => log.push('for nobody'));
    part.load(new AbortController().signal, ({say}) => say('late'));
    gone.abort();
    await microtasks();
    part.load(new AbortController().signal, ({say}) => say('now'));
    part.load(gone.signal, () => log.push('for nobody'));
    expect(log).to.deep.equal(['made of the modules', 'late', 'now']);
  });

  it('is not made for somebody who is gone by then', async () => {
    const {part, log} = counterBench();
    const gone = new AbortController();
    part.load(gone.signal);
    gone.abort();
    await microtasks();
    expect(log).to.deep.equal([]);
  });
});
