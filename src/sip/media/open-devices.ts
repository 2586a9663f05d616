import type {CallMedia, MediaPort, OpenedMedia} from '../../core/media-port.js';
import type {InviteSession} from '../session/session.js';
import {isResting} from './camera-rest.js';

/** Opens devices, and closes them again if nobody wants them any more; then it rejects with the signal's reason. */
export async function openDevices(media: MediaPort, wanted: CallMedia, signal: AbortSignal): Promise<OpenedMedia> {
  const opened = await media.open(wanted, {signal});
  if (!signal.aborted) return opened;
  for (const track of opened.stream.getTracks()) track.stop();
  throw signal.reason as Error;
}

/**
 * Opens devices for a session, and waits for other work that is done `meanwhile`; if either fails, no device stays open.
 * Rejects with the error of that, and after the end of the session with `call-failed`.
 */
export async function openMedia(session: InviteSession, wanted: CallMedia, meanwhile?: Promise<void>): Promise<void> {
  const failed = new AbortController();
  try {
    await Promise.all([open(session, wanted, AbortSignal.any([session.signal, failed.signal])), meanwhile]);
  } catch (error) {
    failed.abort(error);
    session.description.local.free();
    throw error;
  }
}

async function open(session: InviteSession, wanted: CallMedia, signal: AbortSignal): Promise<void> {
  const {context, description} = session;
  const {media} = context;
  const rests = wanted.video && isResting({...context, description});
  const {stream, missing} = await openDevices(media, rests ? {...wanted, video: false} : wanted, signal);
  if (rests) description.local.put('video', 'blank', media.black());
  if (missing) session.tell('deviceMissing', missing);
  description.use(stream, wanted.video);
}
