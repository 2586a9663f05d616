import {SipError} from '../core/errors.js';
import {stopTracks} from './user-media.js';

// Small print is what a screen is shared for: sharp rather than smooth.
const HINT = 'detail';

/** Lets the person choose a screen, a window or a tab. */
export async function openScreen({signal}: {readonly signal: AbortSignal}): Promise<MediaStream> {
  signal.throwIfAborted();
  let stream: MediaStream;
  try {
    stream = await screens().getDisplayMedia({video: true, audio: false});
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
  // Typed as always there; telephones have no `getDisplayMedia`, insecure pages nothing at all.
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
