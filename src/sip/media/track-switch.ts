import {SipError, toSipError} from '../../core/errors.js';
import type {Logger} from '../../core/logger.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';
import type {Kind} from '../negotiation/sdp.js';
import type {Place} from './local-media.js';

type Sending = Pick<DescriptionHandler, 'local' | 'replaceTracks'>;

/**
 * Puts a track into its place and sends it without a re-INVITE. Returns the track before it, which the caller stops. If
 * that fails, it rejects with `media-failed` and everything is as before.
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

/** Sends another microphone or camera in the place of the present one. If it cannot be used, its track is stopped. */
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

/** The far end has answered: sends the tracks that were withheld until now. */
export function reveal({local, replaceTracks}: Sending, logger: Logger): void {
  local.withhold([]);
  replaceTracks().catch((error: unknown) => logger.info('The picture could not be sent with the answer.', error));
}
