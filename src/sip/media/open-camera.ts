import {SipError} from '../../core/errors.js';
import type {MediaPort} from '../../core/media-port.js';

/** Opens the camera without the microphone. The caller stops the track. */
export async function openCamera(media: MediaPort, signal: AbortSignal): Promise<MediaStreamTrack> {
  const {stream} = await media.open({audio: false, video: true}, {signal});
  const [camera] = stream.getVideoTracks();
  if (camera && !signal.aborted) return camera;
  for (const track of stream.getTracks()) track.stop();
  signal.throwIfAborted();
  throw new SipError('no-camera', 'The browser opened no camera.');
}
