import {expect} from '@open-wc/testing';
import {closeLines, PhoneLine} from './harness/phone-line.js';
import {RandomCall} from './harness/random-call.js';
import {random} from './harness/random.js';
import {until} from './harness/until.js';

const SEQUENCES = 200;
const PER_PHONE = 25;

const thrown: string[] = [];
const note = ({reason}: PromiseRejectionEvent) => thrown.push(String(reason));

before(() => {
  addEventListener('unhandledrejection', note);
});

after(() => {
  removeEventListener('unhandledrejection', note);
});

afterEach(closeLines);

describe('calls of ours in which anything may happen', function () {
  this.timeout(60_000);

  for (let first = 0; first < SEQUENCES; first += PER_PHONE) {
    it(`end once, and leave nothing behind (seeds ${String(first)} and on)`, async () => {
      const line = await PhoneLine.connected();
      for (let seed = first; seed < first + PER_PHONE; seed += 1) {
        const call = new RandomCall(line, random(seed), seed);
        await call.play();
        const faults = [...call.faults(), ...line.failures.splice(0), ...thrown.splice(0)];
        expect(faults, `seed ${String(seed)}: ${call.story.join(', ')}`).to.deep.equal([]);
      }
      await until(() => line.media.liveTracks === 0, 'all devices to be closed');
    });
  }
});
