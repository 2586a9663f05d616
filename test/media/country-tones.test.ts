import {expect} from '@open-wc/testing';
import {toneOf} from '../../src/media/country-tones.js';
import {TONES} from '../../src/media/tone-table.js';
import {sound} from '../../src/media/tone-voice.js';
import {amplitude, loudness} from './setup.js';

const KNOWN =
  'AE AR AT AU BE BR CA CH CL CN CZ DE DK EE ES FI FR GB GR HK HU IE IL IN IT JP KR LT MX MY NO NZ PH PL PT RU SE SG TH TR TW US ZA'.split(
    ' ',
  );
const NATIONAL = ['ringback', 'busy', 'congestion'] as const;
const RATE = 16_000;

async function render(seconds: number, make: (context: OfflineAudioContext) => void): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, seconds * RATE, RATE);
  make(context);
  return (await context.startRendering()).getChannelData(0);
}

describe('tones of a country', () => {
  it('are those of most of Europe where nothing is said, or nothing is known', () => {
    for (const country of [undefined, '', 'XX', 'constructor', '__proto__']) {
      for (const tone of NATIONAL) expect(toneOf(tone, country)).to.equal(TONES[tone]);
    }
  });

  it('can be written in small letters, and Britain as people do', () => {
    expect(toneOf('busy', ' us ')).to.deep.equal(toneOf('busy', 'US'));
    expect(toneOf('busy', 'UK')).to.deep.equal(toneOf('busy', 'GB'));
  });

  it('leave the ring and the beep of a waiting call alone', () => {
    for (const country of KNOWN) {
      expect(toneOf('ring', country)).to.equal(TONES.ring);
      expect(toneOf('waiting', country)).to.equal(TONES.waiting);
    }
  });

  it('are well formed, each of them', () => {
    expect(KNOWN.length).to.be.greaterThan(25);
    for (const country of KNOWN) {
      expect(
        NATIONAL.some((tone) => toneOf(tone, country) !== TONES[tone]),
        country,
      ).to.equal(true);
      for (const tone of NATIONAL) {
        const {frequencies, cadence, level, tremolo} = toneOf(tone, country);
        expect(frequencies.length, country).to.be.within(1, 2);
        for (const frequency of frequencies) expect(frequency, country).to.be.within(380, 650);
        expect(cadence.length % 2, country).to.equal(0);
        for (const span of cadence) expect(span, country).to.be.within(0.1, 5);
        expect(level, country).to.be.within(0.05, 0.2);
        expect(tremolo, country).to.be.within(0, 50);
      }
    }
  });

  for (const [country, frequencies, cadence] of [
    ['US', [440, 480], [2, 4]],
    ['GB', [400, 450], [0.4, 0.2, 0.4, 2]],
    ['DE', [425], [1, 4]],
    ['FR', [440], [1.5, 3.5]],
    ['IL', [400], [1, 3]],
    ['JP', [400], [1, 2]],
  ] as const) {
    it(`ring back in ${country} as there`, async () => {
      const shape = toneOf('ringback', country);
      expect(shape.frequencies).to.deep.equal(frequencies);
      expect(shape.cadence).to.deep.equal(cadence);
      const samples = await render(3, (context) => sound(context, shape));
      const heard = samples.subarray(0.05 * RATE, 0.35 * RATE);
      for (const frequency of frequencies) expect(amplitude(heard, RATE, frequency)).to.be.greaterThan(0.03);
      expect(amplitude(heard, RATE, 620)).to.be.lessThan(0.01);
      const silentFrom = cadence[0] + 0.03;
      expect(loudness(samples.subarray(silentFrom * RATE, (silentFrom + 0.1) * RATE))).to.be.lessThan(1e-3);
    });
  }

  it('beat where a country has it so', async () => {
    const {tremolo, ...rest} = toneOf('ringback', 'JP');
    expect(tremolo).to.equal(16);
    const loudnesses = (samples: Float32Array) =>
      Array.from({length: 30}, (_, i) => loudness(samples.subarray((0.1 + i / 100) * RATE, (0.11 + i / 100) * RATE)));
    const beating = loudnesses(await render(1, (context) => sound(context, {tremolo, ...rest})));
    expect(Math.max(...beating) / Math.min(...beating)).to.be.greaterThan(2);
  });
});
