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
    const [found, ...others] = withId(root, id);
    if (found && !others.length) return found;
    if (!found) continue;
    warnOnce(
      control,
      `${attribute}="${id}" is refused, because ${String(1 + others.length)} elements of this tree have that id; ` +
        'an id names one element (HTML, section 3.2.6): give each of them an id of its own.',
    );
    return null;
  }
  return null;
}

const watches = new WeakMap<Node, {readonly told: Set<() => void>; readonly observer: MutationObserver}>();

/** Tells, in a microtask, that another element may have an id now; the returned function ends it. */
export function watchIds(control: HTMLElement, changed: () => void): () => void {
  const roots = rootsOf(control);
  for (const root of roots) watchOf(root).told.add(changed);
  return () => {
    for (const root of roots) {
      const watch = watches.get(root);
      if (!watch?.told.delete(changed) || watch.told.size) continue;
      watch.observer.disconnect();
      watches.delete(root);
    }
  };
}

/** One observer for all controls of a tree. */
function watchOf(root: Node) {
  const known = watches.get(root);
  if (known) return known;
  const told = new Set<() => void>();
  const observer = new MutationObserver((records) => {
    if (records.some(movesIds)) for (const tell of [...told]) tell();
  });
  observer.observe(root, {subtree: true, childList: true, attributeFilter: ['id']});
  const watch = {told, observer};
  watches.set(root, watch);
  return watch;
}

/** Texts come and go all the time. */
function movesIds({type, addedNodes, removedNodes}: MutationRecord): boolean {
  return type === 'attributes' || [...addedNodes, ...removedNodes].some((node) => node instanceof Element);
}

function rootsOf(control: HTMLElement): Node[] {
  const roots = [control.getRootNode()];
  for (let root = roots[0]; root instanceof ShadowRoot; roots.push(root)) root = root.host.getRootNode();
  return roots;
}

function withId(root: Node, id: string): readonly Element[] {
  if (!id || !(root instanceof Document || root instanceof DocumentFragment)) return [];
  // The first half is quick, the second one minds the case of letters also in quirks mode.
  const name = CSS.escape(id);
  return [...builtIn(root as ParentNode, 'querySelectorAll')(`#${name}[id="${name}"]`)];
}
