import {SipError} from '../core/errors.js';
import {stopTracks} from './user-media.js';

// A shared screen mostly shows text, so sharpness matters more than smooth motion.
const HINT = 'detail';

// The sound of a shared tab, if the person wants it. The sound of the whole system would echo the far end's voice.
const WANTED = {video: true, audio: true, systemAudio: 'exclude'};

/**
 * Lets the person choose a screen, a window or a tab, with its sound if the browser offers that.
 * @throws SipError `permission-denied`, `media-unsupported`, `insecure-context`, `media-failed`; the signal's reason.
 */
export async function openScreen({signal}: {readonly signal: AbortSignal}): Promise<MediaStream> {
  signal.throwIfAborted();
  const devices = screens();
  let stream: MediaStream;
  try {
    stream = await devices.getDisplayMedia(WANTED);
  } catch (error) {
    signal.throwIfAborted();
    throw screenFailure(error);
  }
  const [picture] = stream.getVideoTracks();
  if (picture && !signal.aborted) {
    picture.contentHint = HINT;
    return stream;
  }
  stopTracks(stream);
  signal.throwIfAborted();
  throw new SipError('media-failed', 'The browser gave a screen without a picture.');
}

function screens(): MediaDevices {
  // The types say that both always exist; mobile browsers have no `getDisplayMedia`, insecure pages no `mediaDevices`.
  const {mediaDevices} = navigator as {mediaDevices?: Partial<MediaDevices>};
  if (mediaDevices?.getDisplayMedia) return mediaDevices as MediaDevices;
  throw globalThis.isSecureContext
    ? new SipError('media-unsupported', 'This browser cannot share a screen.')
    : new SipError('insecure-context', 'Browsers share a screen only on https:// pages and on localhost.');
}

/** @see Screen Capture, section 5.1 (getDisplayMedia) */
function screenFailure(error: unknown): SipError {
  const {name, message} = error instanceof Error ? error : {name: 'Error', message: String(error)};
  switch (name) {
    case 'NotAllowedError':
    case 'InvalidStateError':
      return new SipError(
        'permission-denied',
        `No screen was shared (${name}: ${message}). The person closed the dialog, a policy forbids it, or there was no click.`,
        {cause: error},
      );
    default:
      return new SipError('media-failed', `The screen could not be shared (${name}: ${message}).`, {cause: error});
  }
}
