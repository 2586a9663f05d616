import {builtIn} from '../core/built-in.js';
import {warnOnce} from './warn-once.js';

/** Which attribute of which element names another one by its id. */
export interface Naming {
  readonly control: HTMLElement;
  readonly attribute: string;
  readonly id: string;
}

/**
 * Looks in the root of the control and then outwards through host roots. An id of which a tree has more than one, which
 * HTML forbids (section 3.2.6), names none of them: whoever can write an element into a page could take over its controls.
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

/** Tells, in a microtask, that another element may have an id now; the returned function ends it. */
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
  // The first half is quick, the second one minds the case of letters also in quirks mode.
  const name = CSS.escape(id);
  return builtIn(root as ParentNode, 'querySelectorAll')(`#${name}[id="${name}"]`);
}
