import {builtIn} from '../../core/built-in.js';

/** The least size of something that a person can press (WCAG 2.2, 2.5.8), in CSS pixels. */
const LEAST = 24;
/** The least opacity at which a person sees something. */
const FAINTEST = 0.2;

/**
 * Whether a person can see an element now; scrolls it into view if necessary. In doubt, the answer is no. The element
 * is rendered, large enough and not transparent, and nothing covers it at one of nine points: a click there would hit
 * it.
 */
export function isSeen(element: Element): boolean {
  if (builtIn(element.ownerDocument, 'visibilityState') !== 'visible') return false;
  if (!isRendered(element) || !isOpaque(element)) return false;
  if (isOnTop(element)) return true;
  element.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
  return isOnTop(element);
}

function isRendered(element: Element): boolean {
  const {width, height} = element.getBoundingClientRect();
  if (width < LEAST || height < LEAST) return false;
  return element.checkVisibility({visibilityProperty: true, opacityProperty: true});
}

function isOpaque(element: Element): boolean {
  let opacity = 1;
  for (let each: Element | null = element; each; each = parentOf(each)) {
    const style = getComputedStyle(each);
    const filtered = /opacity\(([\d.]+)(%?)/.exec(style.filter);
    opacity *= Number(style.opacity) * (filtered ? Number(filtered[1]) / (filtered[2] ? 100 : 1) : 1);
  }
  return opacity >= FAINTEST;
}

/** Returns the parent in the tree that the browser draws: through slots and out of shadow roots. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : element.parentElement;
}

function isOnTop(element: Element): boolean {
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return false;
  const elementFromPoint = builtIn(root as DocumentOrShadowRoot, 'elementFromPoint');
  const {left, top, width, height} = element.getBoundingClientRect();
  return [0.5, 0.25, 0.75].some((across) =>
    [0.5, 0.25, 0.75].some((down) => {
      const hit = elementFromPoint(left + width * across, top + height * down);
      return hit !== null && element.contains(hit);
    }),
  );
}
