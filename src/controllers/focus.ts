/** What has the focus, through every shadow root. */
export function focusedElement(root: Document | ShadowRoot): Element | null {
  const focused = root.activeElement;
  return focused?.shadowRoot?.activeElement ? focusedElement(focused.shadowRoot) : focused;
}

/** Whether the focus may be moved without taking it from somebody who types, or who works with another control. */
export function mayTakeFocus(root: Document): boolean {
  const focused = focusedElement(root);
  return focused === null || focused === root.body || focused === root.documentElement;
}
