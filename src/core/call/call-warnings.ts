import type {CallWarning} from '../quality/call-warning.js';
import type {Finding} from '../quality/warnings.js';
import type {CallModel} from './call-model.js';

/** Something is wrong with a call that goes on; each kind and direction is told once until it is cleared. */
export function raiseWarning(call: CallModel, warning: CallWarning): void {
  const {warnings} = call.state;
  if (call.ended || warnings.some((known) => isSame(known, warning))) return;
  call.store.patch({warnings: Object.freeze([...warnings, Object.freeze(warning)])});
  call.tell('sip-warning', {warning, error: warning.error});
}

/** What was wrong is so no more. */
export function clearWarnings(call: CallModel, isOver: (warning: CallWarning) => boolean): void {
  const {warnings} = call.state;
  const over = warnings.filter(isOver);
  if (call.ended || over.length === 0) return;
  call.store.patch({warnings: Object.freeze(warnings.filter((warning) => !over.includes(warning)))});
  for (const warning of over) call.tell('sip-warning-cleared', {warning});
}

/** Of what can be measured, this is wrong and nothing else. */
export function warnOnlyOf(call: CallModel, findings: readonly Finding[], since: Date): void {
  clearWarnings(call, (known) => known.error === null && !findings.some((finding) => isSame(known, finding)));
  for (const finding of findings) raiseWarning(call, {...finding, since, error: null});
}

function isSame(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.direction === b.direction;
}
