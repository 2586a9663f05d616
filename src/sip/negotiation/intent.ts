import {toDirection, type Direction} from './sdp.js';

/** What our side wants of the media, whether or not the far end agrees. */
export interface Intent {
  readonly held: boolean;
  /** Whether we want to send a picture. */
  readonly show: boolean;
  /** Whether the next offer needs a video section, with a picture of ours or without. */
  readonly picture: boolean;
  /** Whether we want to receive the far end's picture. */
  readonly watch: boolean;
}

export interface IntentChange {
  readonly held?: boolean;
  readonly show?: boolean;
  /** Restarts ICE, with new credentials and candidates (RFC 8445 section 9). */
  readonly restart?: boolean;
  /** Offers from a new peer connection, because somebody else than before will answer. */
  readonly fresh?: boolean;
}

export function changedIntent(intent: Intent, {held = intent.held, show = intent.show}: IntentChange): Intent {
  return {held, show, picture: intent.picture || show, watch: intent.watch || show !== intent.show};
}

export interface DirectionFacts {
  /** Whether there is a track to send. */
  readonly sending: boolean;
  readonly held: boolean;
  /** Whether hold sends nothing at all, not even silence. */
  readonly silentHold: boolean;
  /** Whether we do not want what the far end sends. */
  readonly refused?: boolean;
}

/**
 * Returns the direction that we want for a media section. It never starts from the direction that was negotiated last:
 * after the far end held us once, our offers would say `recvonly` for ever (RFC 6337 section 5.1). In an answer the
 * browser intersects our direction with the offer (RFC 8829 section 5.3.1).
 */
export function wantedDirection({sending, held, silentHold, refused = false}: DirectionFacts): Direction {
  return toDirection(sending && !(held && silentHold), !held && !refused);
}
