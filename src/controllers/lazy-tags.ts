import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {LazyGroup} from '../core/lazy-group.js';

/** Tags that an element renders, and that are fetched later than the element itself. Until then they are empty boxes. */
export class LazyTags implements ReactiveController {
  readonly #group: LazyGroup;
  #connected = new AbortController();
  #asked: 'now' | 'idle' | undefined;

  /**
   * @param what - What they show, as the subject of a sentence for developers.
   * @param register - Fetches and registers them, where `define/` has said how; a page that takes classes alone registers
   * them itself.
   */
  constructor(host: ReactiveControllerHost, what: string, register: () => Promise<unknown> | undefined) {
    this.#group = new LazyGroup(what, async () => register());
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    this.#asked = undefined;
  }

  hostDisconnected(): void {
    this.#connected.abort();
  }

  /** Resolves when they are there; rejects with a `SipError` if they cannot be fetched now. */
  async need(): Promise<void> {
    await this.#group.need();
  }

  /** Somebody sees where they are missing. */
  load(): void {
    if (this.#asked === 'now') return;
    this.#asked = 'now';
    this.#group.load(this.#connected.signal);
  }

  /** Somebody may want them later. */
  loadWhenIdle(): void {
    if (this.#asked !== undefined) return;
    this.#asked = 'idle';
    this.#group.loadWhenIdle(this.#connected.signal);
  }
}
