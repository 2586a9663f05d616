import type {CallMedia, MediaPort, OpenedMedia} from '../../core/media-port.js';

/** Opens devices, and closes them again if nobody wants them any more; then it rejects with the signal's reason. */
export async function openDevices(media: MediaPort, wanted: CallMedia, signal: AbortSignal): Promise<OpenedMedia> {
  const opened = await media.open(wanted, {signal});
  if (!signal.aborted) return opened;
  for (const track of opened.stream.getTracks()) track.stop();
  throw signal.reason as Error;
}
