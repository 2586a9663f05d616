import {toDirection, type Direction} from './sdp.js';

/** What we want of the media, whatever the far end makes of it. */
export interface Intent {
  readonly held: boolean;
  /** The camera that is to be sent; null sends none. */
  readonly camera: MediaStreamTrack | null;
  /** The next offer needs a section for a picture, with a camera of ours or without. */
  readonly picture: boolean;
  /** The picture of the far end is welcome. */
  readonly watch: boolean;
}

export interface IntentChange {
  readonly held?: boolean;
  readonly camera?: MediaStreamTrack | null;
  /** New ICE credentials and candidates (RFC 8445 section 9). */
  readonly restart?: boolean;
}

export function changedIntent(intent: Intent, {held = intent.held, camera = intent.camera}: IntentChange): Intent {
  return {held, camera, picture: intent.picture || camera !== null, watch: intent.watch || camera !== intent.camera};
}

/** Another camera, and nothing else, if that camera is the one that was wanted. */
export function replacedCamera(intent: Intent, before: MediaStreamTrack, after: MediaStreamTrack): Intent {
  return intent.camera === before ? {...intent, camera: after} : intent;
}

export interface DirectionFacts {
  /** There is a track to send. */
  readonly sending: boolean;
  readonly held: boolean;
  /** We make the offer, and the far end holds us. */
  readonly offeringToHolder: boolean;
  /** What the far end sends is not wanted. */
  readonly refused?: boolean;
}

/**
 * The direction that we want for a media section, never the one that came out last time: an offer made of that would
 * say `recvonly` for ever after the far end held us once (RFC 6337 section 5.1). In an answer the browser intersects it
 * with the offer (RFC 8829 section 5.3.1).
 */
export function wantedDirection({sending, held, offeringToHolder, refused = false}: DirectionFacts): Direction {
  // RFC 3264 section 8.4: a stream that was recvonly for us becomes inactive when we hold it too.
  return toDirection(sending && !(held && offeringToHolder), !held && !refused);
}
