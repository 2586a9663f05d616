import type {Phone} from '../core/phone/phone.js';

const SIGNS = ['pointerenter', 'focusin', 'input'] as const;

/** Prepares the phone of a control for a call when the person points at the control, focuses it or types in it. */
export function prewarmOnApproach(control: HTMLElement, link: {readonly phone: Phone | undefined}): void {
  // This is a hint, not a request: the person has not asked for a call yet, so there is nothing to prevent.
  for (const type of SIGNS) control.addEventListener(type, () => void link.phone?.prewarm());
}
