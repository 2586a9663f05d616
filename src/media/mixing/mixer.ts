import type {AudioMix, MixedCall} from '../../core/media-port.js';
import type {AutoplayGate} from '../autoplay-gate.js';
import {startContext} from '../start-context.js';
import {StreamSounds} from './stream-sounds.js';

/**
 * Lets calls hear each other. Each has an ear of its own, at which our microphone and the far ends of the others arrive.
 *
 * Chrome lets remote sound into Web Audio only while a media element plays it too, be it muted; every call is played.
 */
export class Mixer implements AudioMix {
  readonly #context = new AudioContext();
  readonly #gate: AutoplayGate;
  readonly #sounds = new StreamSounds(this.#context);
  readonly #ears = new Map<string, MediaStreamAudioDestinationNode>();

  constructor(gate: AutoplayGate) {
    this.#gate = gate;
    void startContext(this.#context, gate);
  }

  set(calls: readonly MixedCall[]): ReadonlyMap<string, MediaStreamTrack> {
    for (const id of this.#ears.keys()) {
      if (!calls.some((call) => call.id === id)) this.#ears.delete(id);
    }
    const ears = calls.map(({id}) => this.#ear(id));
    this.#sounds.connect(
      calls.flatMap(({local, remote}, index) => ears.map((to, ear) => ({stream: ear === index ? local : remote, to}))),
    );
    return new Map([...this.#ears].map(([id, ear]) => [id, trackOf(ear)]));
  }

  close(): void {
    this.#sounds.close();
    for (const ear of this.#ears.values()) trackOf(ear).stop();
    this.#ears.clear();
    this.#gate.release(this.#context);
    // Rejects only if it is closed already, which is what is wanted.
    this.#context.close().catch(() => undefined);
  }

  #ear(id: string): MediaStreamAudioDestinationNode {
    const ear =
      this.#ears.get(id) ??
      new MediaStreamAudioDestinationNode(this.#context, {channelCount: 1, channelCountMode: 'explicit'});
    this.#ears.set(id, ear);
    return ear;
  }
}

function trackOf({stream}: MediaStreamAudioDestinationNode): MediaStreamTrack {
  // A destination has exactly one track (Web Audio API, section 1.25).
  return stream.getTracks()[0] as MediaStreamTrack;
}
