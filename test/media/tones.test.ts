import {expect, waitUntil} from '@open-wc/testing';
import type {MediaPort, Tone} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {toneGroup} from '../../src/media/lazy-groups.js';
import {keyFrequencies, TONES} from '../../src/media/tone-table.js';
import {sound, soundKey} from '../../src/media/tone-voice.js';
import {amplitude, loudness, replace, restore} from './setup.js';

const RATE = 16_000;
const SLOW = {timeout: 5000};

async function render(seconds: number, make: (context: OfflineAudioContext) => void): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, seconds * RATE, RATE);
  make(context);
  return (await context.startRendering()).getChannelData(0);
}

const part = (samples: Float32Array, from: number, to: number) => samples.subarray(from * RATE, to * RATE);

describe('tones, as samples', () => {
  const tones = Object.entries(TONES) as [Tone, (typeof TONES)[Tone]][];

  for (const [tone, {frequencies, cadence}] of tones) {
    it(`${tone} has its frequencies and its cadence, twice over`, async () => {
      const period = cadence.reduce((sum, span) => sum + span, 0);
      const samples = await render(Math.ceil(2 * period), (context) => sound(context, TONES[tone]));
      for (const round of [0, period]) {
        let begin = round;
        cadence.forEach((span, index) => {
          // The edges are soft and the browser resamples the envelope, so only the middle counts.
          const middle = part(samples, begin + 0.02, begin + span - 0.02);
          if (index % 2 === 0) {
            for (const frequency of frequencies) {
              expect(amplitude(middle, RATE, frequency), `${String(frequency)} Hz`).to.be.greaterThan(0.03);
            }
            expect(amplitude(middle, RATE, 300), '300 Hz').to.be.lessThan(0.01);
          } else {
            expect(loudness(middle), 'silence').to.be.lessThan(1e-4);
          }
          begin += span;
        });
      }
      expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).to.be.lessThan(0.5);
    });
  }

  it('sound European: 425 Hz, one second in five', () => {
    expect(TONES.ringback).to.deep.include({frequencies: [425], cadence: [1, 4]});
    expect(TONES.busy).to.deep.include({frequencies: [425], cadence: [0.5, 0.5]});
  });

  it('start and end without a click', async () => {
    const samples = await render(2, (context) => sound(context, TONES.busy));
    const step = samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (samples[i - 1] ?? 0))), 0);
    // The samples change no faster than the tone itself at its loudest.
    expect(step).to.be.lessThan(TONES.busy.level * ((2 * Math.PI * 425) / RATE) * 1.2);
  });

  it('of keys are the pairs of ITU-T Q.23', async () => {
    expect(keyFrequencies('1')).to.deep.equal([697, 1209]);
    expect(keyFrequencies('5')).to.deep.equal([770, 1336]);
    expect(keyFrequencies('9')).to.deep.equal([852, 1477]);
    expect(keyFrequencies('0')).to.deep.equal([941, 1336]);
    expect(keyFrequencies('*')).to.deep.equal([941, 1209]);
    expect(keyFrequencies('#')).to.deep.equal([941, 1477]);
    expect(keyFrequencies('A')).to.deep.equal([697, 1633]);
    expect(keyFrequencies('d')).to.deep.equal([941, 1633]);
    for (const none of ['', ',', 'E', '12', ' ']) expect(keyFrequencies(none), none).to.equal(undefined);

    const samples = await render(1, (context) => soundKey(context, [770, 1336]));
    const tone = part(samples, 0.01, 0.13);
    expect(amplitude(tone, RATE, 770)).to.be.closeTo(0.1, 0.02);
    expect(amplitude(tone, RATE, 1336)).to.be.closeTo(0.1, 0.02);
    expect(amplitude(tone, RATE, 1000)).to.be.lessThan(0.01);
    expect(loudness(part(samples, 0.2, 1))).to.equal(0);
  });
});

describe('tones, as heard', () => {
  let port: MediaPort;
  let contexts: ListeningContext[];
  let allowed: boolean;

  /** An audio context with an analyser as its loudspeaker; it does not run before the test allows it. */
  class ListeningContext extends AudioContext {
    readonly ear = new AnalyserNode(this, {fftSize: 2048});

    rests = 0;

    constructor() {
      super();
      contexts.push(this);
      // Without any input, an analyser would keep showing its last data.
      const nothing = new ConstantSourceNode(this, {offset: 0});
      nothing.connect(this.ear);
      nothing.start();
      if (!allowed) void super.suspend();
    }

    override get destination(): AudioDestinationNode {
      // Tones connect to the analyser without knowing.
      return (this as {ear?: AudioNode}).ear as AudioDestinationNode;
    }

    override get state(): AudioContextState {
      return allowed ? super.state : 'suspended';
    }

    override resume(): Promise<void> {
      return allowed ? super.resume() : new Promise(() => undefined); // Chrome never rejects either.
    }

    override suspend(): Promise<void> {
      this.rests += 1;
      return super.suspend();
    }

    /** Returns the loudness of the output now. */
    hear(): number {
      const samples = new Float32Array(this.ear.fftSize);
      this.ear.getFloatTimeDomainData(samples);
      return loudness(samples);
    }
  }

  beforeEach(async () => {
    contexts = [];
    allowed = true;
    replace(globalThis, 'AudioContext', {value: ListeningContext, writable: true});
    await toneGroup.need();
    port = await createMediaPort({getUserMedia: undefined});
  });

  afterEach(() => {
    port.destroy();
    restore();
  });

  it('make no audio context before the first one', () => {
    port.playKey('x');
    expect(contexts).to.have.length(0);
  });

  it('sound until they are stopped, and then give the loudspeaker back', async () => {
    const stop = port.startTone('ringback');
    const context = contexts[0]!;
    await waitUntil(() => context.hear() > 0.02, 'the tone is heard', SLOW);
    stop();
    stop();
    await waitUntil(() => context.hear() < 1e-4, 'silence', SLOW);
    await waitUntil(() => context.state === 'suspended', 'the context rests', SLOW);
    const again = port.startTone('busy');
    await waitUntil(() => context.hear() > 0.02, 'heard again, on the same context', SLOW);
    expect(contexts).to.have.length(1);
    again();
  });

  it('sound together, and the context rests only after the last', async () => {
    const stops = [port.startTone('ringback'), port.startTone('busy')];
    const context = contexts[0]!;
    await waitUntil(() => context.hear() > 0.02, 'heard', SLOW);
    stops[0]!();
    // This is longer than the silence after which a context is suspended.
    const {currentTime} = context;
    await waitUntil(() => context.currentTime > currentTime + 1.5, 'the other one goes on', SLOW);
    stops[1]!();
    await waitUntil(() => context.state === 'suspended', 'the context rests', SLOW);
  });

  it('of keys end by themselves', async () => {
    port.startTone('ringback')();
    const context = contexts[0]!;
    // A key plays at once or not at all, and a context needs time to start.
    await context.resume();
    // A key is short. The longer window still shows it if the test looks late.
    context.ear.fftSize = 32_768;
    port.playKey('5');
    await waitUntil(() => context.hear() > 0.02, 'the key is heard', {...SLOW, interval: 10});
    await waitUntil(() => context.state === 'suspended', 'the context rests', SLOW);
    expect(context.hear()).to.be.lessThan(1e-4);
  });

  it('end with the port', async () => {
    port.startTone('ring');
    const context = contexts[0]!;
    await waitUntil(() => context.state === 'running', 'running', SLOW);
    port.destroy();
    await waitUntil(() => context.state === 'closed', 'closed', SLOW);
    port.startTone('ring')();
    port.playKey('1');
    expect(contexts).to.have.length(1);
  });

  describe('that the browser blocks', () => {
    let changes: boolean[];

    beforeEach(() => {
      allowed = false;
      changes = [];
      port.onBlockedChange((blocked) => changes.push(blocked));
      // Firefox has this method and the other browsers do not; these are tested here.
      replace(navigator, 'getAutoplayPolicy', {value: undefined});
    });

    it('count as blocked, and not as heard, and sound after the first gesture', async () => {
      const stop = port.startTone('ring');
      await waitUntil(() => port.blocked, 'blocked', SLOW);
      expect(port.sounding).to.equal(false);
      allowed = true;
      document.body.dispatchEvent(new Event('pointerup', {bubbles: true}));
      await waitUntil(() => contexts[0]!.hear() > 0.02, 'the ring is heard', SLOW);
      expect(changes).to.deep.equal([true, false]);
      stop();
    });

    it('no longer count once they are stopped', async () => {
      const stop = port.startTone('ring');
      await waitUntil(() => port.blocked, 'blocked', SLOW);
      stop();
      expect(changes).to.deep.equal([true, false]);
    });

    it('do not count if they are stopped before anybody knows', async () => {
      port.startTone('ring')();
      port.startTone('busy')();
      await waitUntil(() => contexts[0]!.rests > 0, 'the context rests', SLOW);
      expect(changes).to.deep.equal([]);
    });

    it('of keys are dropped, not saved up for the first gesture', async () => {
      port.playKey('1');
      const stop = port.startTone('waiting');
      await waitUntil(() => port.blocked, 'blocked', SLOW);
      stop();
      expect(port.blocked).to.equal(false);
      allowed = true;
      const context = contexts[0]!;
      await context.resume();
      const {currentTime} = context;
      let loudest = 0;
      const listen = (): boolean => {
        loudest = Math.max(loudest, context.hear());
        return context.currentTime > currentTime + 0.3;
      };
      await waitUntil(listen, 'time goes on', {...SLOW, interval: 10});
      expect(loudest).to.be.lessThan(1e-4);
    });

    it('do not count where the browser says that it allows them and has only nothing to play them on', async () => {
      let asked = 0;
      replace(navigator, 'getAutoplayPolicy', {
        value: () => {
          asked += 1;
          return 'allowed';
        },
      });
      port.startTone('ring');
      await waitUntil(() => asked > 0, 'the browser was asked', SLOW);
      expect(changes).to.deep.equal([]);
    });
  });
});
