import {SipError} from '../core/errors.js';

type Device = 'microphone' | 'camera';

/**
 * Turns the error of `getUserMedia` into a `SipError`. Its message is for developers.
 * @see Media Capture and Streams, section 10.2 (getUserMedia) and 10.6 (OverconstrainedError)
 */
export function mediaFailure(error: unknown, device: Device): SipError {
  if (error instanceof SipError) return error;
  const {name, message} = error instanceof Error ? error : {name: 'Error', message: String(error)};
  const said = message ? `${name}: ${message}` : name;
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new SipError(
        'permission-denied',
        `The ${device} was refused (${said}). The person, the system or a permissions policy did it; an iframe needs allow="microphone; camera; autoplay".`,
        {cause: error},
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return missingDevice(device, said, error);
    case 'NotReadableError':
    case 'AbortError':
      return new SipError(
        'device-busy',
        `The ${device} is there but cannot be opened (${said}). Another program may be using it.`,
        {cause: error},
      );
    default:
      return new SipError(
        'media-failed',
        `The ${device} could not be opened (${said}). If the page has its own getUserMedia, look there first.`,
        {cause: error},
      );
  }
}

export function missingDevice(device: Device, said: string, cause?: unknown): SipError {
  return new SipError(`no-${device}`, `There is no ${device} that fits (${said}). Offer a call without it.`, {cause});
}
