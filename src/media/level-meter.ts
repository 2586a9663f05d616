import type {LevelMeter} from '../core/media-port.js';

/** Decibels below full scale that are shown as silence. */
const FLOOR = -60;

/** Measures the loudness of streams, on one audio context that is there only while somebody looks. */
export class LevelMeters {
  #context: AudioContext | undefined;
  #count = 0;

  measure(stream: MediaStream): LevelMeter {
    this.#context ??= new AudioContext();
    const context = this.#context;
    this.#count += 1;
    // Refused before the first gesture, where there is no microphone open either: it shows silence until there is.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(context, {fftSize: 1024, smoothingTimeConstant: 0});
    const samples = new Float32Array(analyser.fftSize);
    let open = true;
    const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
    // A source node stays with the track that the stream had when it was made; a call may get another microphone.
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
        // With nothing connected, an analyser goes on showing what it heard last.
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
    // Rejects only if it is closed already, which is what is wanted.
    context?.close().catch(() => undefined);
  }

  #release(context: AudioContext): void {
    if (context !== this.#context) return;
    this.#count -= 1;
    if (this.#count === 0) this.destroy();
  }
}

/** Loudness of samples on a scale of decibels, 0 to 1. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  // A sine as loud as can be has a mean square of one half.
  const decibels = 10 * Math.log10(2 * power);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR));
}
