import type {CallEnd, EndCause} from './end-reason.js';

/** The names in SIP.js 0.5 to 0.9, `SIP.C.causes`; a cause that is missing here had no name. */
const CAUSES: Partial<Record<EndCause, string>> = {
  canceled: 'Canceled',
  rejected: 'Rejected',
  busy: 'Busy',
  declined: 'Rejected',
  unavailable: 'Unavailable',
  'not-found': 'Not Found',
  'address-incomplete': 'Address Incomplete',
  redirected: 'Redirected',
  incompatible: 'Incompatible SDP',
  'wrong-credentials': 'Authentication Error',
  forbidden: 'Rejected',
  'no-answer': 'No Answer',
  'answered-elsewhere': 'Canceled',
  timeout: 'Request Timeout',
  'connection-error': 'Connection Error',
  'server-error': 'SIP Failure Code',
  'protocol-error': 'SIP Failure Code',
  'dialog-gone': 'Dialog Error',
  'session-expired': 'Dialog Error',
  'bad-session-description': 'Bad Media Description',
  'permission-denied': 'User Denied Media Access',
  'no-microphone': 'WebRTC Error',
  'device-busy': 'WebRTC Error',
  'insecure-context': 'WebRTC Error',
  'media-failed': 'WebRTC Error',
  'media-timeout': 'RTP Timeout',
  internal: 'Internal Error',
};

/** Returns the name of an end in SIP.js 0.5 to 0.9; `''` if it had none, for example for a hang-up. */
export function legacyCause({cause}: CallEnd): string {
  return CAUSES[cause] ?? '';
}
