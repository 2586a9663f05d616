import type {TextKey} from './translation.js';

type Part<Prefix extends string> = TextKey extends infer K
  ? K extends `${Prefix}${infer Name}`
    ? Name
    : never
  : never;
type Direction = 'inbound' | 'outbound';

/** The facts that choose the term for an ending. The core's `CallEnd` has this shape. */
interface Ending {
  readonly by: 'local' | 'remote' | 'system';
  readonly cause: Exclude<Part<'end.'>, 'missed' | 'you-declined' | 'remote-hangup'>;
}

/** The facts that choose the term for a call. The core's `CallState` has this shape. */
interface Situation {
  readonly direction: Direction;
  readonly state: Part<'state.inbound.'>;
  readonly remoteRinging: boolean;
  readonly held: Readonly<{local: boolean; remote: boolean}>;
  readonly end: Ending | null;
}

const CALLING: ReadonlySet<string> = new Set(['requesting', 'trying', 'early'] satisfies Situation['state'][]);

/** Returns the term for why a call ended, from this side's view: a call that the caller cancels is missed here. */
export function endTerm(end: Ending, direction: Direction): TextKey {
  const {by, cause} = end;
  if (by === 'local' && (cause === 'rejected' || cause === 'declined' || cause === 'busy')) return 'end.you-declined';
  if (direction === 'inbound' && (cause === 'canceled' || cause === 'no-answer')) return 'end.missed';
  if (by === 'remote' && cause === 'hangup') return 'end.remote-hangup';
  return `end.${cause}`;
}

/** Returns the term for the state of a call, or for its end. */
export function callTerm(call: Situation): TextKey {
  const {direction, state, end} = call;
  if (end) return endTerm(end, direction);
  if (state === 'active' || state === 'held') return holdTerm(call) ?? `state.${direction}.${state}`;
  if (direction === 'outbound' && call.remoteRinging && CALLING.has(state)) return 'state.remote-ringing';
  return `state.${direction}.${state}`;
}

function holdTerm({held}: Situation): TextKey | undefined {
  if (held.local) return held.remote ? 'state.held-both' : 'state.held-local';
  return held.remote ? 'state.held-remote' : undefined;
}
