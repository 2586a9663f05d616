import {builtIn} from '../core/built-in.js';
import {Listeners} from './listeners.js';

// A touch activates the page when it ends, a mouse button when it goes down, assistive technology only by its click.
const GESTURES = ['pointerdown', 'pointerup', 'keydown', 'click'] as const;

/**
 * Holds the sounds that the browser refused to play before the person's first gesture.
 *
 * While it holds any, it waits for a gesture anywhere in the document and starts the sounds again during that gesture.
 */
export class AutoplayGate {
  readonly #held = new Map<object, () => Promise<void>>();
  readonly #listeners = new Listeners<[blocked: boolean]>();
  #waiting: AbortController | undefined;

  get blocked(): boolean {
    return this.#held.size > 0;
  }

  onChange(listener: (blocked: boolean) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** @param retry - Starts the sound again, then calls `release()` for the key, or `hold()` again. */
  hold(key: object, retry: () => Promise<void>): void {
    const before = this.blocked;
    this.#held.set(key, retry);
    if (before) return;
    this.#waiting = new AbortController();
    const listen = builtIn(document, 'addEventListener');
    for (const type of GESTURES) {
      listen(type, this.#onGesture, {capture: true, passive: true, signal: this.#waiting.signal});
    }
    this.#listeners.tell(true);
  }

  /** Forgets a sound that plays now, or that is no longer wanted. */
  release(key: object): void {
    if (!this.#held.delete(key) || this.blocked) return;
    this.#waiting?.abort();
    this.#listeners.tell(false);
  }

  /** Starts every held sound. Browsers allow that in the handler of a gesture, before its first `await`. */
  async unblock(): Promise<void> {
    await Promise.all([...this.#held.values()].map((retry) => retry()));
  }

  destroy(): void {
    this.#waiting?.abort();
    this.#listeners.clear();
    this.#held.clear();
  }

  readonly #onGesture = (): void => void this.unblock();
}
