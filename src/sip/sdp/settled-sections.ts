import type {Role} from './context.js';
import {attribute, parseDescription, type Section} from './description.js';
import {inherit, writeFingerprints} from './keys.js';

/** What both sides have agreed on about one section of a peer connection. */
export interface Settled {
  /** As the far end described it. */
  readonly section: Section;
  /** The DTLS role of the far end. */
  readonly role: Role | undefined;
}

export function settledIn({currentRemoteDescription, currentLocalDescription}: RTCPeerConnection): Settled[] {
  const theirs = read(currentRemoteDescription);
  const ours = read(currentLocalDescription);
  // The answer has chosen (RFC 5763 section 5).
  return theirs.map((section, index) => {
    const role = currentLocalDescription?.type === 'answer' ? OPPOSITE[setupOf(ours[index])] : setupOf(section);
    return {section, role: role === 'active' || role === 'passive' ? role : undefined};
  });
}

const OPPOSITE: Readonly<Record<string, string>> = {active: 'passive', passive: 'active'};

function read(description: RTCSessionDescription | null): Section[] {
  const parsed = parseDescription(description?.sdp ?? '');
  inherit(parsed);
  writeFingerprints(parsed);
  return parsed.sections;
}

function setupOf(section: Section | undefined): string {
  return attribute(section?.lines ?? [], 'setup') ?? '';
}
