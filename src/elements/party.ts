import type {LocalizeController} from '../controllers/localize-controller.js';
import {ANONYMOUS} from '../core/call/call-back.js';
import type {Identity} from '../core/call/call-state.js';
import {plainAddress} from '../core/address.js';
import {visibleText} from '../core/visible-text.js';
import '../i18n/en.js';

/** The far end of a call, as text to show. All of it came over the network, so it is never used as HTML. */
export interface Party {
  /** The name, else the number, else a term such as "anonymous". */
  readonly name: string;
  /** The address without the scheme; `''` if it says no more than the name. */
  readonly address: string;
}

export function partyOf({name, uri, user}: Identity, localize: LocalizeController): Party {
  const anonymous = ANONYMOUS.test(uri);
  const address = anonymous ? '' : plainAddress(uri).replace(/^sips?:/i, '');
  const shown = visibleText(name);
  const known = shown || visibleText(user) || address;
  if (!known || (anonymous && !shown)) {
    return {name: localize.term(anonymous ? 'caller.anonymous' : 'caller.unknown'), address: ''};
  }
  return {name: known, address: address === known ? '' : address};
}

/** Returns the initials of a name, one or two letters; `''` for a number. */
export function initialsOf(name: string): string {
  const words = name.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toLocaleUpperCase();
}
