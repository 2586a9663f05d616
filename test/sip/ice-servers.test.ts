import {expect} from '@open-wc/testing';
import {resolveConfig} from '../../src/core/config/phone-config.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import type {IceServersAnswer} from '../../src/core/config/ice-options.js';
import {createLogger} from '../../src/core/logger.js';
import {IceServers} from '../../src/sip/media/ice-servers.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {turn} from './harness/until.js';

function servers(iceServers: PhoneOptions['iceServers']) {
  const clock = new FakeClock(1_000_000);
  const logged: string[] = [];
  const logger = createLogger((level, _name, message) => logged.push(`${level} ${message}`));
  let changes = 0;
  const config = resolveConfig({server: 'ws://sip.test/ws', clock, logger, iceServers});
  const made = new IceServers(config, () => changes++);
  return {clock, logged, made, changes: () => changes};
}

/** Makes a function that returns new secrets each time. */
function page(expires?: number | Date) {
  const asked: number[] = [];
  const source = (): IceServersAnswer => {
    asked.push(asked.length + 1);
    return {iceServers: [{urls: 'turn:turn.test', username: `user${String(asked.length)}`, credential: 'x'}], expires};
  };
  return {asked, source};
}

const username = async (made: IceServers) => (await made.get())[0]?.username;

describe('ICE servers from a function', () => {
  it('are asked for at once, and kept', async () => {
    const {asked, source} = page();
    const {made} = servers(source);
    expect(asked).to.have.length(1);
    expect([await username(made), await username(made)]).to.deep.equal(['user1', 'user1']);
    expect(asked).to.have.length(1);
    made.close();
  });

  it('are renewed a minute before they lapse', async () => {
    for (const expires of [600, new Date(1_600_000)]) {
      const {source} = page(expires);
      const {made, clock} = servers(source);
      await turn();
      clock.advance(539_000);
      expect(await username(made)).to.equal('user1');
      clock.advance(1000);
      await turn();
      expect(await username(made)).to.equal('user2');
      made.close();
      expect(clock.pending).to.equal(0);
    }
  });

  it('that fail are warned of and asked for again; a call goes on without', async () => {
    let works = false;
    const {made, clock, logged} = servers(() => {
      if (!works) throw new Error('down');
      return [{urls: 'stun:stun.test'}];
    });
    expect(await made.get()).to.deep.equal([]);
    expect(logged.join()).to.include('warn The function iceServers failed');
    works = true;
    clock.advance(30_000);
    expect(await made.get()).to.deep.equal([{urls: 'stun:stun.test'}]);
    made.close();
  });

  it('that are late are waited for, but for two seconds only', async () => {
    const {made, clock} = servers(() => new Promise<never>(() => undefined));
    const got = made.get();
    clock.advance(2000);
    expect(await got).to.deep.equal([]);
  });

  it('must be an array or a function', () => {
    expect(() => servers('stun:stun.test' as never)).to.throw('iceServers must be an array');
    const gathering = {quiet: -1};
    expect(() => resolveConfig({server: 'ws://sip.test/ws', gathering})).to.throw('gathering.quiet');
  });
});
