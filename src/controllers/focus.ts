import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {builtIn} from '../core/built-in.js';

/** What has the focus, through every shadow root. */
export function focusedElement(root: Document | ShadowRoot): Element | null {
  const focused = builtIn(root, 'activeElement');
  return focused?.shadowRoot?.activeElement ? focusedElement(focused.shadowRoot) : focused;
}

/** Whether the focus may be moved without taking it from somebody who types, or who works with another control. */
export function mayTakeFocus(root: Document): boolean {
  const focused = focusedElement(root);
  if (focused === null || [builtIn(root, 'body'), builtIn(root, 'documentElement')].includes(focused as HTMLElement))
    return true;
  // What has just been hidden keeps the focus until the next frame.
  return !builtIn(focused, 'checkVisibility')();
}

/**
 * Keeps the keyboard in its host when the button that had the focus goes away: whoever answers by keyboard wants to hang
 * up by keyboard. Mouse and finger are left alone: there a moved focus would bring up a keyboard on the screen.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #choose: () => HTMLElement | null;
  #inside = false;

  /** @param choose - What should have the focus instead. */
  constructor(host: ReactiveControllerHost & HTMLElement, choose: () => HTMLElement | null) {
    this.#host = host;
    this.#choose = choose;
    host.addEventListener('focusin', this.#came);
    host.addEventListener('focusout', this.#left);
    host.addEventListener('pointerdown', this.#forget);
    host.addController(this);
  }

  hostUpdated(): void {
    // The elements in here follow in microtasks; after a task all of them show the same.
    if (this.#inside) setTimeout(this.#restore);
  }

  readonly #came = (event: FocusEvent): void => {
    const [target] = event.composedPath();
    this.#inside = target instanceof Element && builtIn(target, 'matches')(':focus-visible');
  };

  readonly #left = (event: FocusEvent): void => {
    // Without a new target it was taken away rather than moved.
    if (event.relatedTarget) this.#inside = false;
  };

  readonly #forget = (): void => {
    this.#inside = false;
  };

  readonly #restore = (): void => {
    if (this.#inside && this.#host.isConnected && mayTakeFocus(this.#host.ownerDocument)) this.#choose()?.focus();
  };
}
