import type {CallWarning} from '../quality/call-warning.js';
import type {Finding} from '../quality/warnings.js';
import type {News} from './call-model.js';
import type {WritableStore} from '../store.js';
import type {CallState} from './call-state.js';

/** What the warnings need of the model of a call. */
interface WarnedCall {
  readonly state: Readonly<CallState>;
  readonly ended: boolean;
  readonly store: Pick<WritableStore<CallState>, 'patch'>;
  tell<K extends 'sip-warning' | 'sip-warning-cleared'>(type: K, news: News<K>): boolean;
}

/** Something is wrong with a call that goes on; each kind and direction is told once until it is cleared. */
export function raiseWarning(call: WarnedCall, warning: CallWarning): void {
  const {warnings} = call.state;
  if (call.ended || warnings.some((known) => isSame(known, warning))) return;
  call.store.patch({warnings: Object.freeze([...warnings, Object.freeze(warning)])});
  call.tell('sip-warning', {warning, error: warning.error});
}

/** What was wrong is so no more. */
export function clearWarnings(call: WarnedCall, isOver: (warning: CallWarning) => boolean): void {
  const {warnings} = call.state;
  const over = warnings.filter(isOver);
  if (call.ended || over.length === 0) return;
  call.store.patch({warnings: Object.freeze(warnings.filter((warning) => !over.includes(warning)))});
  for (const warning of over) call.tell('sip-warning-cleared', {warning});
}

/** Of what can be measured, this is wrong and nothing else. */
export function warnOnlyOf(call: WarnedCall, findings: readonly Finding[], since: Date): void {
  clearWarnings(call, (known) => known.error === null && !findings.some((finding) => isSame(known, finding)));
  for (const finding of findings) raiseWarning(call, {...finding, since, error: null});
}

function isSame(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.direction === b.direction;
}
