import type {Clock} from '../../core/clock.js';
import type {GatheringEnd, GatheringOptions, GatheringReport} from '../../core/config/ice-options.js';

/**
 * What to wait for before a description is sent. The phone does not use trickle ICE, so candidates cannot follow later.
 */
export interface GatheringPolicy {
  /** The candidate types that the configured servers should provide. */
  readonly wanted: ReadonlySet<string>;
  /** Once all wanted types are there, gathering ends after this many milliseconds without a new candidate. */
  readonly quiet: number;
  /** The longest wait for missing types while there is at least one candidate to send, in milliseconds. */
  readonly limit: number;
  /** The longest wait for the first candidate, in milliseconds. */
  readonly patience: number;
}

export function gatheringPolicy(
  {iceServers = [], iceTransportPolicy}: RTCConfiguration,
  options: GatheringOptions = {},
): GatheringPolicy {
  const wanted = wantedKinds(iceServers, iceTransportPolicy);
  // The host candidates of all networks come within a millisecond or two. Chromium reports "complete" more than 100 ms
  // later, after its TCP candidates, which SIP devices do not use.
  const quiet = iceServers.length === 0 ? 20 : 150;
  const {limit = 1500, patience = 5000} = options;
  return {wanted, quiet: options.quiet ?? quiet, limit, patience: Math.max(limit, patience)};
}

function wantedKinds(iceServers: readonly RTCIceServer[], policy?: RTCIceTransportPolicy): ReadonlySet<string> {
  const urls = iceServers.flatMap((server) => server.urls);
  const relayOnly = policy === 'relay';
  const wanted = new Set<string>();
  if (!relayOnly) wanted.add('host');
  if (!relayOnly && urls.some((url) => /^stuns?:/i.test(url))) wanted.add('srflx');
  if (relayOnly || urls.some((url) => /^turns?:/i.test(url))) wanted.add('relay');
  return wanted;
}

export interface GatheringWait {
  readonly policy: GatheringPolicy;
  readonly clock: Clock;
  /** Ends the wait at once. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when a local description is good enough to be sent: gathering is complete, or every wanted type was seen and
 * no new candidate came for a moment, or a time limit was reached. Without the limit one dead TURN server would cost
 * every call 40 seconds.
 *
 * Call it after the description is set.
 */
export function candidatesGathered(pc: RTCPeerConnection, options: GatheringWait): Promise<GatheringReport> {
  const {policy, clock, signal} = options;
  return new Promise((resolve) => {
    const start = clock.now();
    const seen = new Set<string>();
    const wait = new AbortController();
    let cancelQuiet: (() => void) | undefined;
    let cancelLimit: (() => void) | undefined;
    const finish = (end: GatheringEnd) => {
      cancelQuiet?.();
      cancelLimit?.();
      wait.abort();
      resolve({duration: clock.now() - start, end: seen.size > 0 ? end : 'none'});
    };
    const note = (text: string) => {
      const kinds = [...text.matchAll(/ typ (\w+)/g)].flatMap(([, kind]) => kind ?? []);
      if (kinds.length === 0) return;
      for (const kind of kinds) seen.add(kind);
      if (!hasAll(policy.wanted, seen)) return;
      cancelQuiet?.();
      cancelQuiet = clock.after(policy.quiet, () => finish('quiet'));
    };
    const candidate = (event: RTCPeerConnectionIceEvent) => note(event.candidate?.candidate ?? '');
    const complete = () => {
      if (pc.iceGatheringState === 'complete') finish('complete');
    };
    const abort = () => finish('limit');
    pc.addEventListener('icecandidate', candidate, {signal: wait.signal});
    pc.addEventListener('icegatheringstatechange', complete, {signal: wait.signal});
    signal.addEventListener('abort', abort, {signal: wait.signal});
    cancelLimit = clock.after(policy.limit, () => {
      if (seen.size > 0) finish('limit');
      else cancelLimit = clock.after(policy.patience - policy.limit, abort);
    });
    if (signal.aborted) abort();
    note(pc.localDescription?.sdp ?? '');
    // After an ICE restart the gathering state may still be that of the round before.
    if (seen.size > 0) complete();
  });
}

/**
 * A relayed candidate counts for a reflexive one, too: the network reaches the TURN server, so a silent STUN server is
 * dead.
 */
function hasAll(wanted: ReadonlySet<string>, seen: ReadonlySet<string>): boolean {
  return [...wanted].every((kind) => seen.has(kind) || (kind === 'srflx' && seen.has('relay')));
}
