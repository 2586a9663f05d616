import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';

/**
 * Says whether its host has to show a face of its own, for want of children.
 *
 * Not the fallback content of a slot: a line break between the tags is content enough to suppress that, and fallback that
 * is not shown is alive all the same.
 */
export class FaceController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #bare = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
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
  };
}

function isContent(node: ChildNode): boolean {
  if (node instanceof Element) return !builtIn(node, 'slot');
  return node instanceof Text && node.data.trim() !== '';
}
