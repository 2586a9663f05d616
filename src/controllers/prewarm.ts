import type {Phone} from '../core/phone/phone.js';

const SIGNS = ['pointerenter', 'focusin', 'input'] as const;

/** Readies the phone of a control for a call as soon as somebody points at the control, or is in it. */
export function prewarmOnApproach(control: HTMLElement, link: {readonly phone: Phone | undefined}): void {
  // A hint and no request: nobody has asked for a call yet, and there is nothing to prevent.
  for (const type of SIGNS) control.addEventListener(type, () => void link.phone?.prewarm());
}
