import type {CallState} from './call/call-state.js';
import type {PhoneState} from './phone/phone-state.js';

/** The call that controls without a call of their own act on. */
export function activeCall(phone: Readonly<PhoneState>): Readonly<CallState> | undefined {
  return phone.calls.find((call) => call.id === phone.activeCallId);
}

/** Equal in every own property, one level deep: for selectors that build objects. */
export function shallowEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
