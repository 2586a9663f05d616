import type {Call} from '../../core/call/call.js';
import {isEnded} from '../../core/call/call-machine.js';
import {isAnswerable} from '../../core/call/call-state.js';
import type {Phone} from '../../core/phone/phone.js';

export interface CallWish {
  /** Just this call. */
  readonly id: string | null;
  /** The kind of call, where no id is given. */
  readonly select: CallSelection;
}

export type CallSelection = 'active' | 'incoming' | 'held';

export function isCallSelection(text: string): text is CallSelection {
  return text === 'active' || text === 'incoming' || text === 'held';
}

/**
 * The call that a `<sip-call>` is to show. It stays with the one it has while that lives, and then for as long as it is
 * in sight, so that the person can read why it ended; unless another one wants the place.
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
