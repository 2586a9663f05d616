import {isSeen} from './seen.js';
import {warnOnce} from '../../controllers/warn-once.js';

export interface PhoneFacts {
  /** Whether the sound of the call is heard. */
  readonly heard: boolean;
  /** Whether the phone shows our own face, because it has no children. */
  readonly bare: boolean;
}

/**
 * Whether the phone may answer a call by itself because an attribute says so. A person who writes only markup, for
 * example the author of a block in a content management system, must not open a microphone without the person at the
 * phone seeing and hearing it.
 */
export function mayAnswerUnasked(phone: HTMLElement, {heard, bare}: PhoneFacts): boolean {
  const why = heard ? (isPhoneSeen(phone, bare) ? '' : 'the phone cannot be seen') : 'no sound of it can be heard yet';
  if (!why) return true;
  warnOnce(
    phone,
    `a call does not answer itself but rings, because ${why}. The attribute auto-answer is for phones that are seen and ` +
      'heard; set the property autoAnswer by script for others.',
  );
  return false;
}

/**
 * Whether a person can see the phone. With our face it has a box of its own; else a custom element in it must be seen.
 */
function isPhoneSeen(phone: HTMLElement, bare: boolean): boolean {
  if (bare) return isSeen(phone);
  return [...phone.querySelectorAll('*')].some((element) => element.localName.includes('-') && isSeen(element));
}
