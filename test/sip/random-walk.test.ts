import {expect} from '@open-wc/testing';
import {holdLongTimers} from '../contract/long-timers.js';
import {closeLines, PhoneLine} from './harness/phone-line.js';
import {RandomWalk} from './harness/random-walk.js';
import {random} from './harness/random.js';
import {until} from './harness/until.js';

/** Both browsers together make two thousand. */
const SEQUENCES = 1000;
const PER_PHONE = 50;
const FIRST = navigator.userAgent.includes('Firefox') ? SEQUENCES : 0;

describe('calls in which nobody keeps to the rules, on a network that loses, doubles and delays', function () {
  this.timeout(120_000);
  let timers: ReturnType<typeof holdLongTimers>;
  const thrown: string[] = [];
  const note = ({reason}: PromiseRejectionEvent) => thrown.push(String(reason));

  before(() => {
    addEventListener('unhandledrejection', note);
    timers = holdLongTimers();
  });

  afterEach(async () => {
    await closeLines();
    // Chromium makes no more than 500 connections before it has collected the closed ones.
    (globalThis as {gc?: () => void}).gc?.();
  });

  after(() => {
    timers.restore();
    removeEventListener('unhandledrejection', note);
  });

  for (let first = FIRST; first < FIRST + SEQUENCES; first += PER_PHONE) {
    it(`can be hung up, free the devices and settle every promise (seeds ${String(first)} and on)`, async () => {
      const line = await PhoneLine.connected();
      for (let seed = first; seed < first + PER_PHONE; seed += 1) {
        const walk = new RandomWalk(line, timers.clock, random(seed));
        const faults = [...(await walk.play()), ...line.failures.splice(0), ...thrown.splice(0)];
        expect(faults, `seed ${String(seed)}: ${walk.story.join(', ')}`).to.deep.equal([]);
      }
      await until(() => line.media.liveTracks === 0, 'all devices to be closed');
    });
  }
});
