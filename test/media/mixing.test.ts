import {expect, waitUntil} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import type {MediaPort} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {amplitude, later, replace, restore, soundingStream} from './setup.js';

const SLOW = {timeout: 8000};
/** Frequencies that a sufficiently long window tells apart, with whole numbers of periods. */
const [OURS, BOB, CAROL, DAVE] = [500, 900, 1400, 2100] as const;
const TONES: readonly number[] = [OURS, BOB, CAROL, DAVE];

/**
 * Returns a function for the tones in a track now. The function keeps the analyser, which Firefox would otherwise
 * collect.
 */
function ear(track: MediaStreamTrack): () => number[] {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, {fftSize: 8192});
  const source = new MediaStreamAudioSourceNode(context, {mediaStream: new MediaStream([track])});
  source.connect(analyser);
  later(() => {
    source.disconnect();
    void context.close();
  });
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return TONES.filter((tone) => amplitude(samples, context.sampleRate, tone) > 0.1);
  };
}

async function hears(listen: () => number[], tones: readonly number[]): Promise<void> {
  await waitUntil(() => String(listen()) === String(tones), `only ${tones.join(', ') || 'silence'} is heard`, SLOW);
}

/** Waits until that many seconds of sound were rendered, however long that takes. */
async function sounded(seconds: number): Promise<void> {
  const context = new AudioContext();
  later(() => void context.close());
  await waitUntil(() => context.currentTime > seconds, 'sound is being made', SLOW);
}

async function decoded(file: Blob): Promise<{samples: Float32Array; rate: number; seconds: number}> {
  const context = new AudioContext();
  later(() => void context.close());
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  return {samples: buffer.getChannelData(0), rate: buffer.sampleRate, seconds: buffer.duration};
}

/** Returns the tones that are loud in a part of a recording. */
const heardIn = ({samples, rate}: {samples: Float32Array; rate: number}) =>
  TONES.filter((tone) => amplitude(samples, rate, tone) > 0.05);

let port: MediaPort;

beforeEach(async () => {
  port = await createMediaPort({getUserMedia: undefined});
});

afterEach(() => {
  port.destroy();
  restore();
});

describe('calls that hear each other', () => {
  it('hear us and the others, and never themselves', async () => {
    const calls = [BOB, CAROL, DAVE].map((tone) => ({
      id: String(tone),
      local: soundingStream(OURS),
      remote: soundingStream(tone),
    }));
    const sent = (await port.mix()).set(calls);
    expect([...sent.keys()]).to.deep.equal(['900', '1400', '2100']);
    await hears(ear(sent.get('900')!), [OURS, CAROL, DAVE]);
    await hears(ear(sent.get('1400')!), [OURS, BOB, DAVE]);
    await hears(ear(sent.get('2100')!), [OURS, BOB, CAROL]);
  });

  it('hear the others when we are muted, one and all when its microphone is another one', async () => {
    const bob = {id: 'bob', local: soundingStream(OURS), remote: soundingStream(BOB)};
    const carol = {id: 'carol', local: soundingStream(OURS), remote: soundingStream(CAROL)};
    const sent = (await port.mix()).set([bob, carol]);
    const heard = ear(sent.get('bob')!);
    await hears(heard, [OURS, CAROL]);
    const [microphone] = bob.local.getAudioTracks();
    microphone!.enabled = false;
    await hears(heard, [CAROL]);
    const [other] = soundingStream(DAVE).getAudioTracks();
    bob.local.removeTrack(microphone!);
    bob.local.addTrack(other!);
    // The session, which owns the stream, does the same.
    bob.local.dispatchEvent(new MediaStreamTrackEvent('addtrack', {track: other!}));
    await hears(heard, [CAROL, DAVE]);
  });

  it('keep their tracks when one of them leaves, who is heard no more', async () => {
    const calls = [BOB, CAROL, DAVE].map((tone) => ({
      id: String(tone),
      local: soundingStream(OURS),
      remote: soundingStream(tone),
    }));
    const mix = await port.mix();
    const before = mix.set(calls);
    const after = mix.set(calls.slice(0, 2));
    expect([...after.keys()]).to.deep.equal(['900', '1400']);
    expect(after.get('900')).to.equal(before.get('900'));
    await hears(ear(after.get('900')!), [OURS, CAROL]);
    await hears(ear(before.get('2100')!), []);
    mix.close();
    expect(after.get('900')!.readyState).to.equal('ended');
    mix.close();
  });
});

describe('a recording', () => {
  it('has every sound in it, those too that come later', async () => {
    const recording = await port.record({sounds: [soundingStream(OURS), soundingStream(BOB)], picture: null});
    await sounded(0.7);
    recording.setSounds([soundingStream(OURS), soundingStream(CAROL)]);
    await sounded(0.7);
    recording.stop();
    const file = await recording.file;
    expect(file.type).to.match(/^audio\/(webm|ogg|mp4)/);
    const sound = await decoded(file);
    expect(sound.seconds).to.be.greaterThan(1);
    expect(heardIn(sound)).to.deep.equal([OURS, BOB, CAROL]);
    recording.stop();
  });

  it('has a picture if one is wanted', async () => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 48});
    const paint = canvas.getContext('2d')!;
    let painted = 0;
    const painter = setInterval(() => {
      painted += 1;
      paint.fillStyle = `hsl(${String(Math.random() * 360)} 80% 50%)`;
      paint.fillRect(0, 0, 64, 48);
    }, 40);
    later(() => {
      clearInterval(painter);
    });
    paint.fillRect(0, 0, 64, 48);
    const [picture] = canvas.captureStream(25).getTracks();
    const recording = await port.record({sounds: [soundingStream(OURS)], picture: picture!});
    await waitUntil(() => painted > 40, 'frames are painted', SLOW);
    recording.stop();
    const file = await recording.file;
    expect(file.type).to.match(/^video\//);
    const video = Object.assign(document.createElement('video'), {muted: true, src: URL.createObjectURL(file)});
    later(() => {
      URL.revokeObjectURL(video.src);
    });
    await video.play();
    expect([video.videoWidth, video.videoHeight]).to.deep.equal([64, 48]);
    await waitUntil(() => video.currentTime > 0.2, 'its frames are shown', SLOW);
  });

  it('ends with the port, and is not lost', async () => {
    const recording = await port.record({sounds: [soundingStream(OURS)], picture: null});
    port.destroy();
    expect(await recording.file).to.be.an.instanceof(Blob);
  });

  it('is refused in words where the browser cannot', async () => {
    const failed = () =>
      port.record({sounds: [], picture: null}).then(
        () => undefined,
        (error: unknown) => (error instanceof SipError ? error.code : error),
      );
    replace(globalThis, 'MediaRecorder', {value: undefined, writable: true});
    expect(await failed()).to.equal('media-unsupported');
    restore();
    replace(MediaRecorder.prototype, 'start', {
      value: () => {
        throw new DOMException('no encoder', 'NotSupportedError');
      },
      writable: true,
    });
    expect(await failed()).to.equal('media-failed');
  });
});
