import {expect} from '@open-wc/testing';
import {createLogger} from '../../src/core/logger.js';
import {MediaRecovery} from '../../src/sip/media/media-recovery.js';
import {RecoveryNews} from '../../src/sip/recovery/recovery-news.js';
import {FakeClock} from '../../src/testing/fake-clock.js';

const ended: AbortController[] = [];
afterEach(() => {
  for (const abort of ended.splice(0)) abort.abort();
});

/** A call whose peer connection says what the test wants. */
function call({mediaTimeout = 30, state = 'connected'}: {mediaTimeout?: number; state?: RTCPeerConnectionState} = {}) {
  const clock = new FakeClock(1_000_000);
  const abort = new AbortController();
  ended.push(abort);
  const bench = {
    clock,
    abort,
    state,
    reachable: true,
    refusal: undefined as Error | undefined,
    /** Seconds after which each restart was asked for. */
    restarts: [] as number[],
    told: [] as boolean[],
    /** Seconds after which the call was given up. */
    gaveUp: [] as number[],
    go(state: RTCPeerConnectionState) {
      bench.state = state;
      recovery.look();
    },
  };
  const seconds = () => (clock.now() - 1_000_000) / 1000;
  const recovery = new MediaRecovery({
    config: {clock, mediaTimeout, logger: createLogger(() => undefined)},
    description: {
      get connectionState() {
        return bench.state;
      },
    },
    renegotiation: {
      run: (wish) => {
        expect(wish()).to.deep.equal({restart: true});
        bench.restarts.push(seconds());
        return bench.refusal ? Promise.reject(bench.refusal) : Promise.resolve();
      },
    },
    connectivity: {
      get connected() {
        return bench.reachable;
      },
    },
    recovery: new RecoveryNews((news) => bench.told.push(news === 'recovering')),
    giveUp: () => {
      bench.gaveUp.push(seconds());
      abort.abort();
    },
    signal: abort.signal,
  });
  recovery.begin();
  return bench;
}

describe('media that are lost', () => {
  it('are restarted at once when ICE has failed', () => {
    const bench = call();
    bench.go('failed');
    bench.clock.advance(0);
    expect(bench.restarts).to.deep.equal([0]);
    expect(bench.told).to.deep.equal([true]);
    bench.go('connecting');
    bench.go('connected');
    expect(bench.told).to.deep.equal([true, false]);
    expect(bench.clock.pending).to.equal(0);
  });

  it('are given four seconds to come back by themselves', () => {
    const bench = call();
    bench.go('disconnected');
    bench.clock.advance(3900);
    bench.go('connected');
    bench.clock.advance(60_000);
    expect(bench.restarts).to.deep.equal([]);
    expect(bench.told).to.deep.equal([]);
    bench.go('disconnected');
    bench.clock.advance(4000);
    expect(bench.restarts).to.have.length(1);
  });

  it('are restarted at once when a disconnection becomes a failure', () => {
    const bench = call();
    bench.go('disconnected');
    bench.clock.advance(1000);
    bench.go('failed');
    bench.clock.advance(0);
    expect(bench.restarts).to.deep.equal([1]);
    bench.clock.advance(3000 - 1);
    expect(bench.restarts).to.deep.equal([1]);
  });

  it('are restarted again with growing pauses, refused or not, and given up after half a minute', () => {
    const bench = call();
    bench.refusal = new Error('no');
    bench.go('failed');
    bench.clock.advance(60_000);
    expect(bench.restarts).to.deep.equal([0, 3, 9, 21]);
    expect(bench.gaveUp).to.deep.equal([30]);
    expect(bench.clock.pending).to.equal(0);
  });

  it('get the time that a restart takes', () => {
    const bench = call();
    bench.go('failed');
    bench.clock.advance(0);
    bench.go('connecting');
    bench.clock.advance(15_000);
    expect(bench.restarts).to.deep.equal([0]);
    bench.go('failed');
    bench.clock.advance(14_000);
    expect(bench.restarts).to.have.length(2);
  });

  it('wait for the server, and the limit counts from when it is back', () => {
    const bench = call();
    bench.reachable = false;
    bench.go('failed');
    bench.clock.advance(50_000);
    expect(bench.restarts).to.deep.equal([]);
    expect(bench.gaveUp).to.deep.equal([]);
    bench.reachable = true;
    bench.clock.advance(1000);
    expect(bench.restarts).to.deep.equal([51]);
    bench.clock.advance(60_000);
    expect(bench.gaveUp).to.deep.equal([80]);
  });

  it('do not wait for the server for ever', () => {
    const bench = call();
    bench.reachable = false;
    bench.go('failed');
    bench.clock.advance(200_000);
    expect(bench.gaveUp).to.have.length(1);
    expect(bench.gaveUp[0]).to.be.within(110, 120);
  });

  it('are given up after the time that is configured', () => {
    const bench = call({mediaTimeout: 5});
    bench.go('failed');
    bench.clock.advance(10_000);
    expect(bench.gaveUp).to.deep.equal([5]);
  });

  it("are nobody's business once the call is over", () => {
    const bench = call();
    bench.go('failed');
    bench.abort.abort();
    bench.clock.advance(60_000);
    bench.go('failed');
    globalThis.dispatchEvent(new Event('online'));
    expect([bench.restarts, bench.gaveUp, bench.clock.pending]).to.deep.equal([[], [], 0]);
  });
});

describe('a new network', () => {
  it('does nothing to media that flow', () => {
    const bench = call();
    globalThis.dispatchEvent(new Event('online'));
    bench.clock.advance(10_000);
    expect(bench.restarts).to.deep.equal([]);
  });

  it('restarts media that have not noticed it within two seconds', () => {
    const bench = call();
    bench.go('disconnected');
    globalThis.dispatchEvent(new Event('online'));
    bench.clock.advance(2000);
    expect(bench.restarts).to.deep.equal([2]);
  });
});

describe('media that never flow', () => {
  it('end the call after 20 seconds', () => {
    const bench = call({state: 'connecting'});
    bench.clock.advance(60_000);
    expect(bench.gaveUp).to.deep.equal([20]);
  });
});
