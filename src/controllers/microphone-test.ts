import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {toSipError, type SipError} from '../core/errors.js';
import type {MediaPort} from '../core/media-port.js';

/** Opens a microphone so that the person can test it. It closes the microphone when its host leaves the document. */
export class MicrophoneTest implements ReactiveController {
  stream: MediaStream | null = null;
  /** Why the microphone could not be opened; null if nothing failed. */
  error: SipError | null = null;
  readonly #host: ReactiveControllerHost;
  #run: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  hostDisconnected(): void {
    this.stop();
  }

  async start(media: Promise<MediaPort>): Promise<void> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    this.error = null;
    this.#host.requestUpdate();
    try {
      const {stream} = await (await media).open({audio: true, video: false}, {signal: run.signal});
      this.stream = stream;
    } catch (error) {
      if (run.signal.aborted) return;
      this.#run = undefined;
      this.error = toSipError(error);
    }
    this.#host.requestUpdate();
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.#host.requestUpdate();
  }
}
