import {setSink} from './speaker.js';

type SinkContext = AudioContext & {readonly setSinkId?: (deviceId: string) => Promise<void>};

/** Sends all tones of an audio context to one loudspeaker, which can change while they sound. */
export class ToneOutput {
  /** The node to which tones connect. */
  readonly node: AudioNode;
  readonly #context: SinkContext;
  #bridge: {readonly node: MediaStreamAudioDestinationNode; readonly element: HTMLAudioElement} | undefined;

  constructor(context: AudioContext, deviceId: string) {
    this.#context = context;
    this.node = new GainNode(context);
    this.node.connect(context.destination);
    if (deviceId) this.use(deviceId);
  }

  use(deviceId: string): void {
    const {setSinkId} = this.#context;
    if (setSinkId) {
      // The chosen loudspeaker is gone: the tone stays where it was, and the next list of devices tells the phone.
      setSinkId.call(this.#context, deviceId).catch(() => undefined);
    } else if (deviceId) {
      void this.#bridgeTo(deviceId);
    } else {
      this.#unbridge();
    }
  }

  close(): void {
    this.#unbridge();
  }

  /** Plays through an audio element, because Firefox and Safari can choose a loudspeaker only for elements. */
  async #bridgeTo(deviceId: string): Promise<void> {
    const bridge = this.#bridge ?? {node: new MediaStreamAudioDestinationNode(this.#context), element: new Audio()};
    if (!(await setSink(bridge.element, deviceId))) return;
    if (this.#bridge || this.#context.state === 'closed') return;
    this.#bridge = bridge;
    this.node.disconnect();
    this.node.connect(bridge.node);
    bridge.element.srcObject = bridge.node.stream;
    // If the browser refuses this before a gesture, it refuses the context too, and the gate starts both later.
    bridge.element.autoplay = true;
  }

  #unbridge(): void {
    if (!this.#bridge) return;
    const {node, element} = this.#bridge;
    this.#bridge = undefined;
    this.node.disconnect(node);
    this.node.connect(this.#context.destination);
    element.pause();
    element.srcObject = null;
  }
}
