import type {Call} from '../call/call.js';
import type {MixedSound} from '../call/recorded-call.js';
import type {AudioMix, MixedCall} from '../media-port.js';
import {shallowEqual} from '../select.js';

/** Gives each call the sound that belongs to it. */
export class Sounds {
  readonly #mix: AudioMix;
  readonly #given = new Map<Call, MixedSound>();
  #mixed: readonly MixedCall[] = [];

  constructor(mix: AudioMix) {
    this.#mix = mix;
  }

  /** Lets these calls hear each other, and no others. Rejects if one of them cannot be given its sound. */
  async put(calls: readonly Call[]): Promise<void> {
    const mixed = calls.length > 1 ? calls.flatMap(mixedCall) : [];
    if (mixed.length === this.#mixed.length && mixed.every((call, index) => shallowEqual(call, this.#mixed[index])))
      return;
    this.#mixed = mixed;
    const tracks = this.#mix.set(mixed);
    const gone = [...this.#given.keys()].filter((call) => !mixed.some(({id}) => id === call.id));
    for (const call of gone) this.#given.delete(call);
    await Promise.all([
      ...gone.map((call) => call.mix(null)),
      ...calls.map((call) => this.#give(call, tracks.get(call.id))),
    ]);
  }

  /** Everybody is alone with us again; rejects as `put()`. */
  async close(): Promise<void> {
    try {
      await this.put([]);
    } finally {
      this.#mix.close();
    }
  }

  async #give(call: Call, track: MediaStreamTrack | undefined): Promise<void> {
    if (!track) return;
    const sound = {track, others: this.#mixed.filter(({id}) => id !== call.id).map(({remote}) => remote)};
    const before = this.#given.get(call);
    if (before?.track === track && shallowEqual(before.others, sound.others)) return;
    this.#given.set(call, sound);
    await call.mix(sound);
  }
}

function mixedCall({id, snapshot: {localStream: local, remoteStream: remote}}: Call): MixedCall[] {
  return local && remote ? [{id, local, remote}] : [];
}
