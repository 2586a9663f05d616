import type {Clock} from '../../core/clock.js';
import type {GatheringEnd, GatheringOptions, GatheringReport} from '../../core/config/ice-options.js';

/** What to wait for before a description goes out; candidates cannot follow later, as SIP has no trickle here. */
export interface GatheringPolicy {
  /** The kinds of candidates that the configured servers should bring. */
  readonly wanted: ReadonlySet<string>;
  /** How long nothing new may come, once all wanted kinds are there, in milliseconds. */
  readonly quiet: number;
  /** How long to wait at most for wanted kinds while there is something to send. */
  readonly limit: number;
  /** How long to wait for the first candidate at all. */
  readonly patience: number;
}

export function gatheringPolicy(
  {iceServers = [], iceTransportPolicy}: RTCConfiguration,
  options: GatheringOptions = {},
): GatheringPolicy {
  const wanted = wantedKinds(iceServers, iceTransportPolicy);
  // The host candidates of all networks come within a millisecond or two of each other; Chromium's "complete" comes
  // more than 100 ms later, after its candidates for TCP, which nobody in SIP takes.
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
 * Resolves when a local description is good enough to be sent: gathering is complete, or every wanted kind was seen and
 * it has become quiet, or it has taken too long. One dead TURN server alone would otherwise cost every call 40 seconds.
 *
 * To be called once the description is set.
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
    // After an ICE restart the state may still be the one of the round before.
    if (seen.size > 0) complete();
  });
}

/** A relayed candidate stands in for a reflexive one: the TURN server answered, so a silent STUN server is just dead. */
function hasAll(wanted: ReadonlySet<string>, seen: ReadonlySet<string>): boolean {
  return [...wanted].every((kind) => seen.has(kind) || (kind === 'srflx' && seen.has('relay')));
}
