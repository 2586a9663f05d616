import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {LevelMeter, MediaPort} from '../core/media-port.js';

/** Milliseconds between two measurements; ten a second are enough for a bar that moves. */
const INTERVAL = 100;

/** Measures the loudness of a stream while its host is in the document. */
export class LevelController implements ReactiveController {
  /** The loudness, 0 to 1. */
  level = 0;
  readonly #host: ReactiveControllerHost;
  #stream: MediaStream | null = null;
  #meter: LevelMeter | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.follow(null);
  }

  /** Measures another stream from now on, or none. */
  follow(stream: MediaStream | null, media?: Promise<MediaPort>): void {
    if (stream === this.#stream) return;
    this.#stop();
    this.#stream = stream;
    if (stream && media) void this.#start(stream, media);
  }

  async #start(stream: MediaStream, media: Promise<MediaPort>): Promise<void> {
    const port = await media;
    if (stream !== this.#stream) return;
    this.#meter = port.measure(stream);
    this.#timer = setInterval(this.#look, INTERVAL);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#meter?.close();
    this.#meter = undefined;
    this.#show(0);
  }

  readonly #look = (): void => {
    this.#show(this.#meter?.level() ?? 0);
  };

  #show(level: number): void {
    // Smaller changes cannot be seen, and each change renders the host.
    const seen = Math.round(level * 100) / 100;
    if (seen === this.level) return;
    this.level = seen;
    this.#host.requestUpdate();
  }
}
