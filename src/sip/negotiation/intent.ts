import {toDirection, type Direction} from './sdp.js';

/** What we want of the media, whatever the far end makes of it. */
export interface Intent {
  readonly held: boolean;
  /** A picture of ours is to be sent. */
  readonly show: boolean;
  /** The next offer needs a section for a picture, with one of ours or without. */
  readonly picture: boolean;
  /** The picture of the far end is welcome. */
  readonly watch: boolean;
}

export interface IntentChange {
  readonly held?: boolean;
  readonly show?: boolean;
  /** New ICE credentials and candidates (RFC 8445 section 9). */
  readonly restart?: boolean;
  /** From another peer connection of ours, as whoever answers is not the one that it was connected to. */
  readonly fresh?: boolean;
}

export function changedIntent(intent: Intent, {held = intent.held, show = intent.show}: IntentChange): Intent {
  return {held, show, picture: intent.picture || show, watch: intent.watch || show !== intent.show};
}

export interface DirectionFacts {
  /** There is a track to send. */
  readonly sending: boolean;
  readonly held: boolean;
  /** On hold nothing is sent, not even silence. */
  readonly silentHold: boolean;
  /** What the far end sends is not wanted. */
  readonly refused?: boolean;
}

/**
 * The direction that we want for a media section, never the one that came out last time: an offer made of that would
 * say `recvonly` for ever after the far end held us once (RFC 6337 section 5.1). In an answer the browser intersects it
 * with the offer (RFC 8829 section 5.3.1).
 */
export function wantedDirection({sending, held, silentHold, refused = false}: DirectionFacts): Direction {
  return toDirection(sending && !(held && silentHold), !held && !refused);
}
