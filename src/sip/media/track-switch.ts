import {SipError, toSipError} from '../../core/errors.js';
import type {Logger} from '../../core/logger.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';
import type {Kind} from '../negotiation/sdp.js';
import type {Place} from './local-media.js';

type Sending = Pick<DescriptionHandler, 'local' | 'replaceTracks'>;

/**
 * Puts a track in its place and sends it without asking the far end; returns the one before, which is the caller's to
 * stop. Rejects `media-failed`, and all is as it was.
 */
export async function exchangeTrack(
  {local, replaceTracks}: Sending,
  [kind, place]: readonly [Kind, Place],
  track: MediaStreamTrack | null,
): Promise<MediaStreamTrack | null> {
  const before = local.put(kind, place, track);
  try {
    await replaceTracks();
  } catch (cause) {
    if (local.get(kind, place) === track) local.put(kind, place, before);
    throw toSipError(cause, 'media-failed');
  }
  return before;
}

/** Another microphone or camera in place of the one before. The track is stopped if it cannot be used. */
export async function exchangeDevice(sending: Sending, kind: Kind, track: MediaStreamTrack): Promise<void> {
  const {local} = sending;
  try {
    if (!local.get(kind, 'device')) throw new SipError('invalid-state', `No ${kind} is sent that could be replaced.`);
    (await exchangeTrack(sending, [kind, 'device'], track))?.stop();
  } catch (error) {
    track.stop();
    throw error;
  }
}

/** The far end has answered: what was withheld so far is sent. */
export function reveal({local, replaceTracks}: Sending, logger: Logger): void {
  local.withhold([]);
  replaceTracks().catch((error: unknown) => logger.info('The picture could not be sent with the answer.', error));
}
