import type {Call} from '../../core/call/call.js';
import {isEnded} from '../../core/call/call-machine.js';
import {isAnswerable} from '../../core/call/call-state.js';
import type {Phone} from '../../core/phone/phone.js';

export interface CallWish {
  /** The id of the only call that may be shown. */
  readonly id: string | null;
  /** The kind of call to show when no id is given. */
  readonly select: CallSelection;
}

export type CallSelection = 'active' | 'incoming' | 'held';

export function isCallSelection(text: string): text is CallSelection {
  return text === 'active' || text === 'incoming' || text === 'held';
}

/**
 * Chooses the call that a `<sip-call>` shows. The element keeps its present call until that ends. It shows an ended
 * call until the phone drops it, so that the person can read why it ended, or until another call fits.
 */
export function chooseCallToShow(
  phone: Phone | undefined,
  wish: CallWish,
  present: Call | undefined,
): Call | undefined {
  if (wish.id !== null) return phone?.call(wish.id);
  const current = present && phone?.call(present.id) === present ? present : undefined;
  if (current && !isEnded(current.state)) return current;
  return (phone && selected(phone, wish.select)) ?? current;
}

function selected(phone: Phone, select: CallSelection): Call | undefined {
  if (select === 'active') return phone.activeCall;
  return phone.calls.find(({snapshot}) =>
    select === 'incoming' ? isAnswerable(snapshot) : snapshot.held.local && !isEnded(snapshot.state),
  );
}
