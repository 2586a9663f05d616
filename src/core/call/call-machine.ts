/**
 * The twelve states of a call.
 *
 * ```
 * outbound: new ─> requesting ─> trying <─> early ─┐
 * inbound:  new ─> ringing ──> answering ──────────┴─> active <─> held
 *                     └─> early ──┘                       └─ recovering ─┘
 * any live state ─> hangup ─> destroy        any state ─> purge (cleared away without waiting for SIP)
 * ```
 */
export type CallPhase =
  | 'new'
  | 'trying'
  | 'requesting'
  | 'recovering'
  | 'ringing'
  | 'answering'
  | 'early'
  | 'active'
  | 'held'
  | 'hangup'
  | 'destroy'
  | 'purge';

const NEXT: Readonly<Record<CallPhase, readonly CallPhase[]>> = {
  new: ['requesting', 'ringing', 'hangup', 'purge'],
  requesting: ['trying', 'early', 'active', 'hangup', 'purge'],
  trying: ['early', 'active', 'hangup', 'purge'],
  early: ['trying', 'answering', 'active', 'hangup', 'purge'],
  ringing: ['answering', 'early', 'hangup', 'purge'],
  answering: ['active', 'hangup', 'purge'],
  active: ['held', 'recovering', 'hangup', 'purge'],
  held: ['active', 'recovering', 'hangup', 'purge'],
  recovering: ['active', 'held', 'hangup', 'purge'],
  hangup: ['destroy', 'purge'],
  destroy: [],
  purge: [],
};

/** Whether a call may go from one state to another. News that would break this comes too late and is dropped. */
export function canMove(from: CallPhase, to: CallPhase): boolean {
  return NEXT[from].includes(to);
}

export const CALL_PHASES = Object.keys(NEXT) as readonly CallPhase[];

/** Whether a call is over, also if it is still shown. */
export function isEnded(phase: CallPhase): boolean {
  return phase === 'hangup' || phase === 'destroy' || phase === 'purge';
}

/** Whether both sides have answered a call that is not over. */
export function isEstablished(phase: CallPhase): boolean {
  return phase === 'active' || phase === 'held' || phase === 'recovering';
}
