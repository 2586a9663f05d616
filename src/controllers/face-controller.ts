import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';
import {LazyTags} from './lazy-tags.js';

export interface FaceOptions {
  /** The tag of the default face: the element that its host shows when the page gives it no children. */
  tag: string;
  /** Loads and registers the tag if a `define/` module has set a loader. Otherwise the page registers it itself. */
  load: () => Promise<unknown> | undefined;
}

/**
 * Tells whether its host has no children and must show its default face, and loads that face.
 *
 * The fallback content of a slot cannot do this: a line break between the tags already hides it, and its elements run
 * even while they are hidden.
 */
export class FaceController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #tags: LazyTags;
  #bare = false;

  constructor(host: ReactiveControllerHost & HTMLElement, {tag, load}: FaceOptions) {
    this.#host = host;
    this.#tags = new LazyTags(host, `<${tag}>`, load);
    host.addController(this);
  }

  /** The host contains nothing but white space, comments and elements with a `slot` attribute. */
  get bare(): boolean {
    return this.#bare;
  }

  /** Resolves when the face is there, if one has to be shown; rejects with a `SipError` if it cannot be fetched now. */
  async provided(): Promise<void> {
    if (this.#bare) await this.#tags.need();
  }

  hostConnected(): void {
    // A classic script in the head defines elements before the parser adds their children, later in the same task.
    if (builtIn(document, 'readyState') === 'loading') setTimeout(this.look);
    else this.look();
  }

  /** Checks the children again. The host calls it on `slotchange`. */
  readonly look = (): void => {
    const bare = ![...this.#host.childNodes].some(isContent);
    if (bare === this.#bare) return;
    this.#bare = bare;
    this.#host.requestUpdate();
    if (bare) this.#tags.load();
  };
}

function isContent(node: ChildNode): boolean {
  if (node instanceof Element) return !builtIn(node, 'slot');
  return node instanceof Text && node.data.trim() !== '';
}
