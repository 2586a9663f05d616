import {setSink} from './speaker.js';

type SinkContext = AudioContext & {readonly setSinkId?: (deviceId: string) => Promise<void>};

/** Where the tones of an audio context go: all of them to one loudspeaker, which can be changed while they sound. */
export class ToneOutput {
  /** What sounds is connected to it. */
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
      // Gone since it was chosen: the tone goes on where it was, and the next list of devices tells the phone.
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

  /** Firefox and Safari have loudspeakers for elements only. */
  async #bridgeTo(deviceId: string): Promise<void> {
    const bridge = this.#bridge ?? {node: new MediaStreamAudioDestinationNode(this.#context), element: new Audio()};
    if (!(await setSink(bridge.element, deviceId))) return;
    if (this.#bridge || this.#context.state === 'closed') return;
    this.#bridge = bridge;
    this.node.disconnect();
    this.node.connect(bridge.node);
    bridge.element.srcObject = bridge.node.stream;
    // Refused without a gesture: then so is the context, and the gate starts that.
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
