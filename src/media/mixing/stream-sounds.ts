/** Connects the sound of a stream to a node. */
export interface Wire {
  readonly stream: MediaStream;
  readonly to: AudioNode;
}

interface Source {
  readonly node: MediaStreamAudioSourceNode;
  readonly ends: Set<AudioNode>;
}

/** Brings the sounds of streams into an audio context, and follows the tracks that they gain and lose. */
export class StreamSounds {
  readonly #context: AudioContext;
  // One source for each track, because a source node keeps the track that its stream had at the start.
  readonly #sources = new Map<MediaStreamTrack, Source>();
  #wires: readonly Wire[] = [];
  #following = new AbortController();

  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** Connects these wires and no others. The sound of a wire that stays is not interrupted. */
  connect(wires: readonly Wire[]): void {
    this.#following.abort();
    this.#following = new AbortController();
    this.#wires = wires;
    for (const stream of new Set(wires.map((wire) => wire.stream))) {
      for (const type of ['addtrack', 'removetrack']) {
        stream.addEventListener(type, this.#update, {signal: this.#following.signal});
      }
    }
    this.#update();
  }

  close(): void {
    this.connect([]);
  }

  readonly #update = (): void => {
    const wanted = new Map<MediaStreamTrack, Set<AudioNode>>();
    for (const {stream, to} of this.#wires) {
      for (const track of stream.getAudioTracks()) {
        wanted.set(track, (wanted.get(track) ?? new Set<AudioNode>()).add(to));
      }
    }
    for (const [track, {node, ends}] of this.#sources) {
      for (const end of ends) {
        if (wanted.get(track)?.has(end)) continue;
        node.disconnect(end);
        ends.delete(end);
      }
      if (ends.size === 0) this.#sources.delete(track);
    }
    for (const [track, nodes] of wanted) this.#reach(track, nodes);
  };

  #reach(track: MediaStreamTrack, nodes: ReadonlySet<AudioNode>): void {
    const source = this.#sources.get(track) ?? {node: this.#open(track), ends: new Set()};
    this.#sources.set(track, source);
    for (const node of nodes) {
      if (source.ends.has(node)) continue;
      source.node.connect(node);
      source.ends.add(node);
    }
  }

  #open(track: MediaStreamTrack): MediaStreamAudioSourceNode {
    return new MediaStreamAudioSourceNode(this.#context, {mediaStream: new MediaStream([track])});
  }
}
