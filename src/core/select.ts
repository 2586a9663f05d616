import type {CallState} from './call/call-state.js';
import type {PhoneState} from './phone/phone-state.js';

/** Returns the active call: controls that belong to no call act on it. */
export function activeCall(phone: Readonly<PhoneState>): Readonly<CallState> | undefined {
  return phone.calls.find((call) => call.id === phone.activeCallId);
}

/**
 * Whether two values are equal in every own property, one level deep: for selectors that build objects. `but` is a
 * property to ignore.
 */
export function shallowEqual(a: unknown, b: unknown, but?: string): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => key === but || Object.is(a[key], b[key]));
}

type MaybeCall = Readonly<CallState> | null | undefined;

/** Whether two snapshots of a call are equal apart from its quality, which changes every second. */
export function sameCall(a: MaybeCall, b: MaybeCall): boolean {
  return shallowEqual(a, b, 'quality');
}

export function sameCalls(a: readonly MaybeCall[] = [], b: readonly MaybeCall[] = []): boolean {
  return a === b || (a.length === b.length && a.every((call, index) => sameCall(call, b[index])));
}

/** Whether two snapshots of a phone are equal apart from the quality of its calls. */
export function samePhone(a: Readonly<PhoneState> | undefined, b: Readonly<PhoneState> | undefined): boolean {
  return shallowEqual(a, b, 'calls') && sameCalls(a?.calls, b?.calls);
}
