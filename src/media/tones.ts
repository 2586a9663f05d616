import type {Tone} from '../core/media-port.js';
import type {AutoplayGate} from './autoplay-gate.js';
import {toneOf} from './country-tones.js';
import {isAllowed, started} from './start-context.js';
import {ToneOutput} from './tone-output.js';
import {keyFrequencies} from './tone-table.js';
import {sound, soundKey, type Voice} from './tone-voice.js';

/** Milliseconds of silence before the context is suspended, which frees the loudspeaker. */
const SILENCE = 1000;

/** Plays the phone's own sounds, with one audio context that runs only while something sounds. */
export class TonePlayer {
  readonly #gate: AutoplayGate;
  readonly #tones = new Set<Voice>();
  readonly #keys = new Set<Voice>();
  readonly #country: string | undefined;
  #context: AudioContext | undefined;
  #output: ToneOutput | undefined;
  #speaker: string;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;

  constructor(gate: AutoplayGate, {country, speaker = ''}: {country?: string | undefined; speaker?: string} = {}) {
    this.#gate = gate;
    this.#country = country;
    this.#speaker = speaker;
  }

  /** Plays on this loudspeaker from now on. Sounds that play already move to it. */
  use(deviceId: string): void {
    if (deviceId === this.#speaker) return;
    this.#speaker = deviceId;
    this.#output?.use(deviceId);
  }

  /** Plays a tone until the returned function is called. */
  start(tone: Tone): () => void {
    return this.#play(this.#tones, (context, to) => sound(context, toneOf(tone, this.#country), to));
  }

  /** Whether a tone plays and the browser lets it be heard. */
  get sounding(): boolean {
    return this.#tones.size > 0 && this.#context?.state === 'running';
  }

  /** Plays the tone of a key once; nothing if the text is no key. */
  key(digit: string): void {
    const frequencies = keyFrequencies(digit);
    if (!frequencies) return;
    const stop = this.#play(this.#keys, (context, to) =>
      soundKey(context, frequencies, {
        to,
        onEnd: () => stop(),
      }),
    );
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#silence);
    this.#gate.release(this);
    this.#tones.clear();
    this.#keys.clear();
    const context = this.#context;
    this.#context = undefined;
    this.#output?.close();
    // `close()` rejects only if the context is closed already.
    context?.close().catch(() => undefined);
  }

  #play(voices: Set<Voice>, make: (context: AudioContext, to: AudioNode) => Voice): () => void {
    if (this.#destroyed) return () => undefined;
    clearTimeout(this.#silence);
    this.#context ??= new AudioContext();
    this.#output ??= new ToneOutput(this.#context, this.#speaker);
    const voice = make(this.#context, this.#output.node);
    voices.add(voice);
    void this.#run();
    return () => {
      if (!voices.delete(voice)) return;
      voice.stop();
      if (this.#tones.size + this.#keys.size === 0) this.#rest();
    };
  }

  /** Starts the context, now or at the next gesture. */
  readonly #run = async (): Promise<void> => {
    const context = this.#context;
    if (!context) return;
    if (context.state !== 'running') await started(context);
    if (this.#context !== context || this.#tones.size + this.#keys.size === 0) return;
    if (context.state === 'running') {
      this.#gate.release(this);
      return;
    }
    // A key tone that would sound later than the key press is dropped.
    for (const voice of this.#keys) voice.stop();
    this.#keys.clear();
    if (this.#tones.size > 0 && !isAllowed(context)) this.#gate.hold(this, this.#run);
    else if (this.#tones.size === 0) this.#rest();
  };

  #rest(): void {
    this.#gate.release(this);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      // `suspend()` rejects only for a closed context, which is silent too.
      this.#context?.suspend().catch(() => undefined);
    }, SILENCE);
  }
}
