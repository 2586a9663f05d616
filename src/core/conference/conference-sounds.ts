import type {CallLine} from '../call/call-line.js';
import type {AudioMix, MixedCall} from '../media-port.js';
import {shallowEqual} from '../select.js';

/** What the far end of a call in a conference hears, and whom besides us. */
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

  /** Lets these calls hear each other, and no others. Rejects if one of them cannot be given its sound. */
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

  /** Everybody is alone with us again; rejects as `put()`. */
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

/** The far end of a call hears others besides us from now on; null for us alone. */
async function hear({model, session, others}: CallLine, sound: MixedSound | null): Promise<void> {
  others.patch({streams: sound?.others ?? []});
  if (!model.ended) await session?.substituteAudio(sound?.track ?? null);
}

function mixedCall({id, model}: CallLine): MixedCall[] {
  const {localStream: local, remoteStream: remote} = model.state;
  return local && remote ? [{id, local, remote}] : [];
}
