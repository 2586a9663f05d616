import type {CallState} from './call/call-state.js';
import type {PhoneState} from './phone/phone-state.js';

/** The call that controls without a call of their own act on. */
export function activeCall(phone: Readonly<PhoneState>): Readonly<CallState> | undefined {
  return phone.calls.find((call) => call.id === phone.activeCallId);
}

/** Equal in every own property, one level deep: for selectors that build objects. `but` is a property that does not count. */
export function shallowEqual(a: unknown, b: unknown, but?: string): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => key === but || Object.is(a[key], b[key]));
}

type MaybeCall = Readonly<CallState> | null | undefined;

/** Whether two snapshots of a call show the same but for its quality, which is another one every second. */
export function sameCall(a: MaybeCall, b: MaybeCall): boolean {
  return shallowEqual(a, b, 'quality');
}

export function sameCalls(a: readonly MaybeCall[] = [], b: readonly MaybeCall[] = []): boolean {
  return a === b || (a.length === b.length && a.every((call, index) => sameCall(call, b[index])));
}

/** Whether two snapshots of a phone show the same but for the quality of its calls. */
export function samePhone(a: Readonly<PhoneState> | undefined, b: Readonly<PhoneState> | undefined): boolean {
  return shallowEqual(a, b, 'calls') && sameCalls(a?.calls, b?.calls);
}
