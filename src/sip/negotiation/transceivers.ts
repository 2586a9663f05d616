import type {LocalMedia} from '../media/local-media.js';
import {wantedDirection, type Intent} from './intent.js';
import type {Kind} from './sdp.js';

const KINDS: readonly Kind[] = ['audio', 'video'];

/** Returns the first transceiver of a kind that can still be used. */
export function liveTransceiver(pc: RTCPeerConnection, kind: Kind): RTCRtpTransceiver | undefined {
  return liveTransceivers(pc, kind)[0];
}

/** Transceivers that the far end knows come first, before one that it refused. */
function liveTransceivers(pc: RTCPeerConnection, kind: Kind): RTCRtpTransceiver[] {
  return pc
    .getTransceivers()
    .filter((transceiver) => isLive(transceiver) && kindOf(transceiver) === kind)
    .sort((one, other) => Number(one.mid === null) - Number(other.mid === null));
}

export function kindOf({receiver}: RTCRtpTransceiver): Kind {
  return receiver.track.kind === 'video' ? 'video' : 'audio';
}

/**
 * Adds the transceivers that an offer needs and that are missing: always one for sound, and one for video if
 * `offerVideo`.
 */
export function addMissing(pc: RTCPeerConnection, offerVideo: boolean): void {
  for (const kind of KINDS) {
    if ((kind === 'audio' || offerVideo) && !liveTransceiver(pc, kind)) pc.addTransceiver(kind);
  }
}

export interface Sending {
  readonly intent: Intent;
  readonly local: LocalMedia;
  readonly silentHold: boolean;
  /** The kinds whose tracks are still being opened. */
  readonly expecting?: readonly Kind[];
}

/**
 * Sets our tracks and the wanted directions on the transceivers. Only the first of a kind sends; others only receive.
 */
export async function applyIntent(pc: RTCPeerConnection, sending: Sending): Promise<void> {
  const {intent, local, silentHold, expecting = []} = sending;
  const {held, watch} = intent;
  for (const kind of KINDS) {
    const [first, ...others] = liveTransceivers(pc, kind);
    if (!first) continue;
    const track = trackOf(kind, sending);
    if (first.sender.track !== track) await first.sender.replaceTrack(track);
    // Old versions of Firefox have no `setStreams`; then the far end makes a stream of its own.
    const sends = wantedTrack(kind, sending) !== null || expecting.includes(kind);
    if (sends && 'setStreams' in first.sender) first.sender.setStreams(local.named);
    first.direction = wantedDirection({sending: sends, held, silentHold, refused: !watch && kind === 'video'});
    for (const other of others) other.direction = wantedDirection({sending: false, held, silentHold});
  }
}

/** The track to negotiate. */
function wantedTrack(kind: Kind, {intent, local}: Pick<Sending, 'intent' | 'local'>): MediaStreamTrack | null {
  return kind === 'audio' || intent.show ? local.sent(kind) : null;
}

/** The track to send now. */
function trackOf(kind: Kind, sending: Pick<Sending, 'intent' | 'local'>): MediaStreamTrack | null {
  return kind === 'video' && sending.local.withholds(kind) ? null : wantedTrack(kind, sending);
}

/** Sends our tracks in the place of others of their kind; this needs no re-INVITE (WebRTC 1.0 section 5.2). */
export async function replaceTracks(pc: RTCPeerConnection, sending: Pick<Sending, 'intent' | 'local'>): Promise<void> {
  for (const kind of KINDS) {
    const sender = liveTransceiver(pc, kind)?.sender;
    const track = trackOf(kind, sending);
    if (sender && sender.track !== track) await sender.replaceTrack(track);
  }
}

export function isLive({direction, currentDirection}: RTCRtpTransceiver): boolean {
  return direction !== 'stopped' && currentDirection !== 'stopped';
}
