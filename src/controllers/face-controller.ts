import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';
import {createLogger} from '../core/logger.js';

export interface FaceOptions {
  /** The tag of the face. */
  tag: string;
  /** Fetches and registers it, where `define/` has said how; a page that takes classes alone registers it itself. */
  load: () => Promise<unknown> | undefined;
}

/**
 * Says whether its host has to show a face of its own, for want of children, and has that face fetched.
 *
 * Not the fallback content of a slot: a line break between the tags is content enough to suppress that, and fallback that
 * is not shown is alive all the same.
 */
export class FaceController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: FaceOptions;
  #bare = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FaceOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Nothing but blanks and comments between the tags. */
  get bare(): boolean {
    return this.#bare;
  }

  hostConnected(): void {
    // A classic script in the head defines elements before their children are parsed: these come within the task.
    if (builtIn(document, 'readyState') === 'loading') setTimeout(this.look);
    else this.look();
  }

  /** Looks again; for `@slotchange`. */
  readonly look = (): void => {
    const bare = ![...this.#host.childNodes].some(isContent);
    if (bare === this.#bare) return;
    this.#bare = bare;
    this.#host.requestUpdate();
    if (bare) void this.#provide();
  };

  async #provide(): Promise<void> {
    try {
      await this.#options.load();
    } catch (error) {
      createLogger().error(`<${this.#options.tag}> could not be loaded.`, error);
    }
  }
}

function isContent(node: ChildNode): boolean {
  if (node instanceof Element) return !builtIn(node, 'slot');
  return node instanceof Text && node.data.trim() !== '';
}
