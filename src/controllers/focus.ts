import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';

/** The element that has the focus, looked up through all shadow roots. */
export function focusedElement(root: Document | ShadowRoot): Element | null {
  const focused = builtIn(root, 'activeElement');
  return focused?.shadowRoot?.activeElement ? focusedElement(focused.shadowRoot) : focused;
}

/** Whether the focus may move: nothing visible has it, so the person neither types nor uses another control. */
export function mayTakeFocus(root: Document): boolean {
  const focused = focusedElement(root);
  if (focused === null || [builtIn(root, 'body'), builtIn(root, 'documentElement')].includes(focused as HTMLElement))
    return true;
  // An element that has just been hidden keeps the focus until the next frame.
  return !builtIn(focused, 'checkVisibility')();
}

/**
 * Focuses an element whose tag is still being fetched. Until it is there another one has the focus in its place, which no
 * key does anything to; who has moved on meanwhile is left alone.
 */
export async function focusWhenDefined(element: HTMLElement, place: HTMLElement): Promise<void> {
  place.tabIndex = -1;
  place.focus();
  await customElements.whenDefined(element.localName);
  await (element as Partial<Pick<ReactiveControllerHost, 'updateComplete'>>).updateComplete;
  if (element.isConnected && place.matches(':focus')) element.focus();
  if (!place.matches(':focus')) place.removeAttribute('tabindex');
}

/**
 * Keeps the focus in its host when the focused button goes away: a person who answers by keyboard wants to hang up by
 * keyboard. After a mouse click or a touch it does nothing, because a moved focus could open an on-screen keyboard.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #choose: () => HTMLElement | null;
  #inside = false;

  /** @param choose - Returns the element that gets the focus instead. */
  constructor(host: ReactiveControllerHost & HTMLElement, choose: () => HTMLElement | null) {
    this.#host = host;
    this.#choose = choose;
    host.addEventListener('focusin', this.#came);
    host.addEventListener('focusout', this.#left);
    host.addEventListener('pointerdown', this.#forget);
    host.addController(this);
  }

  hostUpdated(): void {
    // The elements inside the host update in microtasks. After a task all of them show the same state.
    if (this.#inside) setTimeout(this.#restore);
  }

  readonly #came = (event: FocusEvent): void => {
    const [target] = event.composedPath();
    this.#inside = target instanceof Element && builtIn(target, 'matches')(':focus-visible');
  };

  readonly #left = (event: FocusEvent): void => {
    // Without a new target the focus did not move: the focused element went away.
    if (event.relatedTarget) this.#inside = false;
  };

  readonly #forget = (): void => {
    this.#inside = false;
  };

  readonly #restore = (): void => {
    if (this.#inside && this.#host.isConnected && mayTakeFocus(this.#host.ownerDocument)) this.#choose()?.focus();
  };
}
