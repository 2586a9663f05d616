import {isSeen} from './seen.js';
import {warnOnce} from '../../controllers/warn-once.js';

export interface PhoneFacts {
  /** Its sound is being heard. */
  readonly heard: boolean;
  /** It shows our own face, for want of children. */
  readonly bare: boolean;
}

/**
 * Whether a call may answer itself because an attribute says so: whoever writes markup, the author of a block of a content
 * management system for instance, may not open a microphone that nobody sees and hears open.
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

/** What has a box of its own: the phone with our face, else any element of a package, this one for instance, in it. */
function isPhoneSeen(phone: HTMLElement, bare: boolean): boolean {
  if (bare) return isSeen(phone);
  return [...phone.querySelectorAll('*')].some((element) => element.localName.includes('-') && isSeen(element));
}
