import {expect, waitUntil} from '@open-wc/testing';
import type {MediaPort} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {levelOf} from '../../src/media/level-meter.js';
import {replace, restore, soundingStream} from './setup.js';

const SLOW = {timeout: 8000};

const sine = (amplitude: number) =>
  Float32Array.from({length: 4800}, (_, i) => amplitude * Math.sin((2 * Math.PI * 440 * i) / 48_000));

describe('the level of a sound', () => {
  it('is 1 as loud as can be, 0 for silence, and in between as the ear has it', () => {
    expect(levelOf(sine(1))).to.be.closeTo(1, 0.001);
    expect(levelOf(sine(0.1))).to.be.closeTo(2 / 3, 0.001);
    expect(levelOf(sine(0.01))).to.be.closeTo(1 / 3, 0.001);
    expect(levelOf(sine(0.0001))).to.equal(0);
    expect(levelOf(sine(0))).to.equal(0);
  });
});

describe('a level meter', () => {
  let port: MediaPort;
  let contexts: AudioContext[];

  beforeEach(async () => {
    contexts = [];
    const Native = AudioContext;
    replace(globalThis, 'AudioContext', {
      value: class extends Native {
        constructor() {
          super();
          contexts.push(this);
        }
      },
      writable: true,
    });
    port = await createMediaPort({getUserMedia: undefined});
  });

  afterEach(() => {
    port.destroy();
    restore();
  });

  it('shows how loud a stream is, follows its tracks, and lets go of everything', async () => {
    expect(contexts).to.have.length(0);
    const loud = soundingStream();
    const quiet = new MediaStream();
    const before = contexts.length;
    const meter = port.measure(quiet);
    const own = contexts[before]!;
    expect(meter.level()).to.equal(0);
    quiet.addTrack(loud.getAudioTracks()[0]!);
    await waitUntil(() => meter.level() > 0.5, 'sound is seen', SLOW);
    quiet.removeTrack(loud.getAudioTracks()[0]!);
    expect(meter.level()).to.equal(0);
    meter.close();
    meter.close();
    await waitUntil(() => own.state === 'closed', 'the context is closed', SLOW);
    expect(meter.level()).to.equal(0);
  });

  it('shows silence for a muted microphone', async () => {
    const stream = soundingStream();
    const meter = port.measure(stream);
    await waitUntil(() => meter.level() > 0.5, 'sound is seen', SLOW);
    stream.getAudioTracks()[0]!.enabled = false;
    await waitUntil(() => meter.level() === 0, 'silence is seen', SLOW);
    meter.close();
  });

  it('shares one context with the others', async () => {
    const stream = soundingStream();
    const before = contexts.length;
    const meters = [port.measure(stream), port.measure(stream)];
    expect(contexts.length - before).to.equal(1);
    meters[0]!.close();
    await waitUntil(() => meters[1]!.level() > 0.5, 'the other one goes on', SLOW);
    meters[1]!.close();
  });
});
