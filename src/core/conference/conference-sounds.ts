import type {CallLine} from '../call/call-line.js';
import type {AudioMix, MixedCall} from '../media-port.js';
import {shallowEqual} from '../select.js';

/** The sound for one far end of a conference, and the streams of the others in it. */
interface MixedSound {
  readonly track: MediaStreamTrack;
  readonly others: readonly MediaStream[];
}

/** Gives each call of a conference the sound that belongs to it. */
export class ConferenceSounds {
  readonly #mix: AudioMix;
  readonly #given = new Map<CallLine, MixedSound>();
  #mixed: readonly MixedCall[] = [];

  constructor(mix: AudioMix) {
    this.#mix = mix;
  }

  /** Lets exactly these calls hear each other. Rejects if one of them cannot get its sound. */
  async put(lines: readonly CallLine[]): Promise<void> {
    const mixed = lines.length > 1 ? lines.flatMap(mixedCall) : [];
    if (mixed.length === this.#mixed.length && mixed.every((call, index) => shallowEqual(call, this.#mixed[index])))
      return;
    this.#mixed = mixed;
    const tracks = this.#mix.set(mixed);
    const gone = [...this.#given.keys()].filter((line) => !mixed.some(({id}) => id === line.id));
    for (const line of gone) this.#given.delete(line);
    await Promise.all([
      ...gone.map((line) => hear(line, null)),
      ...lines.map((line) => this.#give(line, tracks.get(line.id))),
    ]);
  }

  /** Separates the calls again; rejects as `put()` does. */
  async close(): Promise<void> {
    try {
      await this.put([]);
    } finally {
      this.#mix.close();
    }
  }

  async #give(line: CallLine, track: MediaStreamTrack | undefined): Promise<void> {
    if (!track) return;
    const sound = {track, others: this.#mixed.filter(({id}) => id !== line.id).map(({remote}) => remote)};
    const before = this.#given.get(line);
    if (before?.track === track && shallowEqual(before.others, sound.others)) return;
    this.#given.set(line, sound);
    await hear(line, sound);
  }
}

/** Sends this sound to the far end from now on; null sends our own sound alone. */
async function hear({model, session, others}: CallLine, sound: MixedSound | null): Promise<void> {
  others.patch({streams: sound?.others ?? []});
  if (!model.ended) await session?.substituteAudio(sound?.track ?? null);
}

function mixedCall({id, model}: CallLine): MixedCall[] {
  const {localStream: local, remoteStream: remote} = model.state;
  return local && remote ? [{id, local, remote}] : [];
}
