export type Kind = 'audio' | 'video';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** The media sections of a session description (RFC 8866 section 5.14), without the session section. */
function sections(sdp: string): string[] {
  return sdp.split(/^(?=m=)/m).filter((part) => part.startsWith('m='));
}

/** The direction of the first media section of a kind that is not rejected; undefined if there is none. */
export function directionOf(sdp: string, kind: Kind): Direction | undefined {
  const session = sdp.split(/^m=/m, 1)[0] ?? '';
  const bundled = /^a=group:BUNDLE /m.test(sdp);
  const section = sections(sdp).find((part) => part.startsWith(`m=${kind} `) && !isRejected(part, bundled));
  if (section === undefined) return undefined;
  return attribute(section) ?? attribute(session) ?? 'sendrecv';
}

export function sends(direction: string | null | undefined): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

export function receives(direction: string | null | undefined): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

export function toDirection(send: boolean, receive: boolean): Direction {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

/** Returns the description with one media section rejected; the section keeps its place (RFC 3264 section 8.2). */
export function rejectSection(sdp: string, mid: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((part) => {
      if (!part.startsWith('m=')) return withoutMember(part, mid);
      if (!part.split(/\r?\n/).includes(`a=mid:${mid}`)) return part;
      return part.replace(/^(m=\w+) \d+/, '$1 0').replace(/^a=bundle-only\r?\n/m, '');
    })
    .join('');
}

function withoutMember(session: string, mid: string): string {
  return session.replace(/^a=group:BUNDLE .*$/m, (line) =>
    line
      .split(' ')
      .filter((member) => member.trim() !== mid)
      .join(' '),
  );
}

/** Whether two descriptions lead media to the same place: ports, keys and ICE credentials are the same. */
export function sameMedia(one: string, other: string): boolean {
  return place(one) === place(other);
}

/**
 * Whether a description comes from another peer connection than the one before: all fingerprints and ICE credentials
 * changed.
 */
export function movesAway(before: string, after: string): boolean {
  return [/^a=fingerprint:.*$/gim, /^a=ice-ufrag:.*$/gim].every((lines) => {
    const known = new Set(values(before, lines));
    const given = values(after, lines);
    return known.size > 0 && given.length > 0 && !given.some((value) => known.has(value));
  });
}

function values(sdp: string, lines: RegExp): string[] {
  return (sdp.match(lines) ?? []).map((line) => line.trim());
}

function place(sdp: string): string {
  const lines = sdp.match(/^(?:m=|c=|a=(?:ice-ufrag|ice-pwd|fingerprint|sendrecv|sendonly|recvonly|inactive)).*$/gm);
  return (lines ?? []).map((line) => line.trim()).join('\n');
}

function attribute(part: string): Direction | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(part)?.[1] as Direction | undefined;
}

/** Port 0 means rejected, except for a section that uses another one's port (RFC 9143 section 6, `bundle-only`). */
function isRejected(section: string, bundled: boolean): boolean {
  if (!/^m=\w+ 0[ /]/.test(section)) return false;
  return !(bundled && /^a=bundle-only\s*$/m.test(section));
}
