import {systemClock} from '../core/clock.js';

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

export function gatheringPolicy({iceServers = [], iceTransportPolicy}: RTCConfiguration): GatheringPolicy {
  const urls = iceServers.flatMap((server) => server.urls);
  const relayOnly = iceTransportPolicy === 'relay';
  const wanted = new Set<string>();
  if (!relayOnly) wanted.add('host');
  if (!relayOnly && urls.some((url) => /^stuns?:/i.test(url))) wanted.add('srflx');
  if (relayOnly || urls.some((url) => /^turns?:/i.test(url))) wanted.add('relay');
  return {wanted, quiet: urls.length === 0 ? 50 : 150, limit: 1500, patience: 5000};
}

/**
 * Resolves when a local description is good enough to be sent: gathering is complete, or every wanted kind was seen and
 * it has become quiet, or it has taken too long. One dead TURN server alone would otherwise cost every call 40 seconds.
 *
 * To be called once the description is set; ends at once when the signal aborts.
 */
export function candidatesGathered(pc: RTCPeerConnection, policy: GatheringPolicy, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const seen = new Set<string>();
    const wait = new AbortController();
    let cancelQuiet: (() => void) | undefined;
    let cancelLimit: (() => void) | undefined;
    const finish = () => {
      cancelQuiet?.();
      cancelLimit?.();
      wait.abort();
      resolve();
    };
    const note = (text: string) => {
      const kinds = [...text.matchAll(/ typ (\w+)/g)].flatMap(([, kind]) => kind ?? []);
      if (kinds.length === 0) return;
      for (const kind of kinds) seen.add(kind);
      if (!hasAll(policy.wanted, seen)) return;
      cancelQuiet?.();
      cancelQuiet = systemClock.after(policy.quiet, finish);
    };
    const candidate = (event: RTCPeerConnectionIceEvent) => {
      note(event.candidate?.candidate ?? '');
    };
    const complete = () => {
      if (pc.iceGatheringState === 'complete') finish();
    };
    pc.addEventListener('icecandidate', candidate, {signal: wait.signal});
    pc.addEventListener('icegatheringstatechange', complete, {signal: wait.signal});
    signal.addEventListener('abort', finish, {signal: wait.signal});
    cancelLimit = systemClock.after(policy.limit, () => {
      if (seen.size > 0) finish();
      else cancelLimit = systemClock.after(policy.patience - policy.limit, finish);
    });
    if (signal.aborted) finish();
    note(pc.localDescription?.sdp ?? '');
    // After an ICE restart the state may still be the one of the round before.
    if (seen.size > 0) complete();
  });
}

/** A relayed candidate stands in for a reflexive one: the TURN server answered, so a silent STUN server is just dead. */
function hasAll(wanted: ReadonlySet<string>, seen: ReadonlySet<string>): boolean {
  return [...wanted].every((kind) => seen.has(kind) || (kind === 'srflx' && seen.has('relay')));
}
