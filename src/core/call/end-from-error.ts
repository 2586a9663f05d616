import type {CallEnd, EndCause} from './end-reason.js';
import type {SipError, SipErrorCode} from '../errors.js';

const CAUSES: Partial<Record<SipErrorCode, EndCause>> = {
  'permission-denied': 'permission-denied',
  'no-microphone': 'no-microphone',
  'device-busy': 'device-busy',
  'insecure-context': 'insecure-context',
  'media-unsupported': 'media-failed',
  'media-failed': 'media-failed',
  'no-camera': 'media-failed',
  'server-unreachable': 'connection-error',
  'connection-lost': 'connection-error',
  'wrong-credentials': 'wrong-credentials',
  'credentials-missing': 'wrong-credentials',
  timeout: 'timeout',
  'bad-session-description': 'bad-session-description',
};

/** Returns the end of a call that fails with an error on our side. */
export function endFromError(error: SipError): CallEnd {
  return {
    by: 'system',
    cause: CAUSES[error.code] ?? 'internal',
    code: error.status ?? 0,
    reason: error.message,
    failed: true,
  };
}
