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

/** Opens devices for a session. Rejects with the media's error; after its end with `call-failed`. */
export async function openMedia(session: InviteSession, wanted: CallMedia): Promise<void> {
  const {context, description, signal} = session;
  const {media} = context;
  const rests = wanted.video && isResting({...context, description});
  const {stream, missing} = await openDevices(media, rests ? {...wanted, video: false} : wanted, signal);
  if (rests) description.local.put('video', 'blank', media.black());
  if (missing) session.tell('deviceMissing', missing);
  description.use(stream, wanted.video);
}
