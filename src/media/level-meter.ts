import type {LevelMeter} from '../core/media-port.js';

/** The level that is shown as silence, in decibels relative to full scale. */
const FLOOR = -60;

/** Measures the loudness of streams, with one audio context that exists only while a meter is open. */
export class LevelMeters {
  #context: AudioContext | undefined;
  #count = 0;

  measure(stream: MediaStream): LevelMeter {
    this.#context ??= new AudioContext();
    const context = this.#context;
    this.#count += 1;
    // The browser refuses to start an audio context before the first gesture. No microphone is open then, so silence is
    // right.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(context, {fftSize: 1024, smoothingTimeConstant: 0});
    const samples = new Float32Array(analyser.fftSize);
    let open = true;
    const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
    // A source node keeps the track that its stream had at the start, but a call may change its microphone.
    const follow = (): void => {
      const tracks = stream.getAudioTracks();
      for (const [track, source] of sources) {
        if (tracks.includes(track)) continue;
        source.disconnect();
        sources.delete(track);
      }
      for (const track of tracks) {
        if (sources.has(track)) continue;
        const source = new MediaStreamAudioSourceNode(context, {mediaStream: new MediaStream([track])});
        source.connect(analyser);
        sources.set(track, source);
      }
    };
    return {
      level: () => {
        if (context.state === 'closed') return 0;
        follow();
        // An analyser without a source keeps returning the last sound.
        if (sources.size === 0) return 0;
        analyser.getFloatTimeDomainData(samples);
        return levelOf(samples);
      },
      close: () => {
        if (!open) return;
        open = false;
        for (const source of sources.values()) source.disconnect();
        sources.clear();
        this.#release(context);
      },
    };
  }

  destroy(): void {
    const context = this.#context;
    this.#context = undefined;
    this.#count = 0;
    // `close()` rejects only if the context is closed already.
    context?.close().catch(() => undefined);
  }

  #release(context: AudioContext): void {
    if (context !== this.#context) return;
    this.#count -= 1;
    if (this.#count === 0) this.destroy();
  }
}

/** Returns the loudness of samples, on a decibel scale from 0 to 1. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  // The loudest possible sine has a mean square of one half.
  const decibels = 10 * Math.log10(2 * power);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR));
}
