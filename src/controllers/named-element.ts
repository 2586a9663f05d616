import {builtIn} from '../core/built-in.js';
import {warnOnce} from './warn-once.js';

/** A control, and the attribute in which it names another element by its id. */
export interface Naming {
  readonly control: HTMLElement;
  readonly attribute: string;
  readonly id: string;
}

/**
 * Searches the root of the control, then the roots of its shadow hosts, from the inside out. An id that a tree has more
 * than once (forbidden by HTML, section 3.2.6) names none of them. Otherwise somebody who can write an element into the
 * page could take over its controls.
 */
export function namedElement({control, attribute, id}: Naming): Element | null {
  for (const root of rootsOf(control)) {
    const [found, other] = withId(root, id);
    if (other) {
      warnOnce(
        control,
        `${attribute}="${id}" names nothing, as 2 elements or more have that id: make it the id of one.`,
      );
      return null;
    }
    if (found) return found;
  }
  return null;
}

/** Calls back in a microtask when ids or elements change in the roots of a control. The returned function ends that. */
export function watchIds(control: HTMLElement, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (const root of rootsOf(control)) {
    observer.observe(root, {subtree: true, childList: true, attributeFilter: ['id']});
  }
  return () => observer.disconnect();
}

function rootsOf(control: HTMLElement): Node[] {
  const roots = [control.getRootNode()];
  for (let root = roots[0]; root instanceof ShadowRoot; roots.push(root)) root = root.host.getRootNode();
  return roots;
}

function withId(root: Node, id: string): Iterable<Element> {
  if (!id || !(root instanceof Document || root instanceof DocumentFragment)) return [];
  // `#id` is fast; `[id="…"]` distinguishes upper and lower case in quirks mode too.
  const name = CSS.escape(id);
  return builtIn(root as ParentNode, 'querySelectorAll')(`#${name}[id="${name}"]`);
}
