import type {AudioMix, MixedCall} from '../../core/media-port.js';
import type {AutoplayGate} from '../autoplay-gate.js';
import {startContext} from '../start-context.js';
import {StreamSounds} from './stream-sounds.js';

/**
 * Lets calls hear each other. Each call has its own "ear", a node that mixes our microphone and the other far ends.
 *
 * Chrome lets remote sound into Web Audio only while a media element, even a muted one, plays it. Every call has one.
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
    // `close()` rejects only if the context is closed already.
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
