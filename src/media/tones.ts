import type {Tone} from '../core/media-port.js';
import type {AutoplayGate} from './autoplay-gate.js';
import {toneOf} from './country-tones.js';
import {isAllowed, started} from './start-context.js';
import {ToneOutput} from './tone-output.js';
import {keyFrequencies} from './tone-table.js';
import {sound, soundKey, type Voice} from './tone-voice.js';

/** Milliseconds of silence before the loudspeaker is given back. */
const SILENCE = 1000;

/** The phone's own sounds, on one audio context that runs only while there is something to hear. */
export class TonePlayer {
  readonly #gate: AutoplayGate;
  readonly #tones = new Set<Voice>();
  readonly #keys = new Set<Voice>();
  readonly #country: string | undefined;
  #context: AudioContext | undefined;
  #output: ToneOutput | undefined;
  #speaker = '';
  #silence: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;

  constructor(gate: AutoplayGate, country?: string) {
    this.#gate = gate;
    this.#country = country;
  }

  /** Sounds on a loudspeaker from now on, also what sounds already. */
  use(deviceId: string): void {
    if (deviceId === this.#speaker) return;
    this.#speaker = deviceId;
    this.#output?.use(deviceId);
  }

  /** Sounds until the returned function is called. */
  start(tone: Tone): () => void {
    return this.#play(this.#tones, (context, to) => sound(context, toneOf(tone, this.#country), to));
  }

  /** A tone sounds, and its context is allowed to. */
  get sounding(): boolean {
    return this.#tones.size > 0 && this.#context?.state === 'running';
  }

  /** Sounds a key once; what is no key is silent. */
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
    // Rejects only if it is closed already, which is what is wanted.
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

  /** Makes time go on in the context, now or at the next gesture. */
  readonly #run = async (): Promise<void> => {
    const context = this.#context;
    if (!context) return;
    if (context.state !== 'running') await started(context);
    if (this.#context !== context || this.#tones.size + this.#keys.size === 0) return;
    if (context.state === 'running') {
      this.#gate.release(this);
      return;
    }
    // A key press is heard at once or not at all.
    for (const voice of this.#keys) voice.stop();
    this.#keys.clear();
    if (this.#tones.size > 0 && !isAllowed(context)) this.#gate.hold(this, this.#run);
    else if (this.#tones.size === 0) this.#rest();
  };

  #rest(): void {
    this.#gate.release(this);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      // Rejects only for a closed context, and that is silent too.
      this.#context?.suspend().catch(() => undefined);
    }, SILENCE);
  }
}
