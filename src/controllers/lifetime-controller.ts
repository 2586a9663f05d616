import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface LifetimeOptions {
  /** The host was inserted for the first time, or again after `end()`. */
  begin(signal: AbortSignal): void;
  /** The host left the document for more than a task, or `end()` was called. The signal is aborted already. */
  end(): void;
  /** Whether to go on after the host has left the document. */
  keep?(): boolean;
}

/**
 * Gives one `AbortSignal` for each stay of its host in the document. A move within the document does not end the stay:
 * the stay ends if the host is still out of the document after a task.
 */
export class LifetimeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: LifetimeOptions;
  #life: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: LifetimeOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get alive(): boolean {
    return this.#life !== undefined;
  }

  hostConnected(): void {
    if (this.#life) return;
    this.#life = new AbortController();
    this.#options.begin(this.#life.signal);
  }

  hostDisconnected(): void {
    if (this.#host.isConnected) return;
    // A hidden tab runs no animation frames, and a phone that was removed there must still release the microphone.
    setTimeout(() => {
      if (!this.#host.isConnected && !this.#options.keep?.()) this.end();
    });
  }

  /** Ends the stay at once. */
  end(): void {
    if (!this.#life) return;
    this.#life.abort();
    this.#life = undefined;
    this.#options.end();
  }
}
