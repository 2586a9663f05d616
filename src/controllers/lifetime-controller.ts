import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface LifetimeOptions {
  /** The host has come, or has come back after it had been gone. */
  begin(signal: AbortSignal): void;
  /** The host is gone for good; the signal has been aborted. */
  end(): void;
  /** Whether to live on outside the document. */
  keep?(): boolean;
}

/**
 * One `AbortSignal` for each stay of its host in the document. A move is no end: only who is still away after a task
 * is gone.
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
    // Not an animation frame: hidden tabs get none, and a removed phone must not keep the microphone open in one.
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
