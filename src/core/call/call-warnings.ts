import type {CallWarning} from '../quality/call-warning.js';
import type {Finding} from '../quality/warnings.js';
import type {CallModel} from './call-model.js';

/** Warns of a problem of a call that goes on. Each kind and direction is reported once until it is cleared. */
export function raiseWarning(call: CallModel, warning: CallWarning): void {
  const {warnings} = call.state;
  if (call.ended || warnings.some((known) => isSame(known, warning))) return;
  call.store.patch({warnings: Object.freeze([...warnings, Object.freeze(warning)])});
  call.tell('sip-warning', {warning, error: warning.error});
}

/** Clears warnings whose problem is over. */
export function clearWarnings(call: CallModel, isOver: (warning: CallWarning) => boolean): void {
  const {warnings} = call.state;
  const over = warnings.filter(isOver);
  if (call.ended || over.length === 0) return;
  call.store.patch({warnings: Object.freeze(warnings.filter((warning) => !over.includes(warning)))});
  for (const warning of over) call.tell('sip-warning-cleared', {warning});
}

/** Sets the warnings that come from measurements: exactly these problems exist now. */
export function warnOnlyOf(call: CallModel, findings: readonly Finding[], since: Date): void {
  clearWarnings(call, (known) => known.error === null && !findings.some((finding) => isSame(known, finding)));
  for (const finding of findings) raiseWarning(call, {...finding, since, error: null});
}

function isSame(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.direction === b.direction;
}
