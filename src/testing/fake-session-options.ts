import type {CallDirection, Identity} from '../core/call/call-state.js';
import type {SessionMedia, SipSession} from '../core/engine/sip-engine.js';
import type {CallMedia, MediaPort} from '../core/media-port.js';
import type {SipRequest} from '../core/engine/sip-message.js';

export const NO_MEDIA: SessionMedia = {
  localStream: null,
  localAudio: null,
  localVideo: null,
  remoteStream: null,
  video: false,
  screen: false,
  remoteVideo: false,
  phase: 'none',
  remoteHeld: false,
};

export interface FakeSessionOptions {
  readonly direction: CallDirection;
  readonly media: MediaPort;
  readonly wanted: CallMedia;
  readonly remoteIdentity?: Identity | undefined;
  readonly localIdentity?: Identity | undefined;
  readonly videoOffered?: boolean | undefined;
  /** The session whose place this one takes. */
  readonly replaces?: SipSession | undefined;
  /** Whether a trusted server vouches for the far end's identity. */
  readonly asserted?: boolean | undefined;
  /** Additional header fields of the INVITE. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The session comes from the page before; `resume()` plays the far end's answer. */
  readonly restored?: boolean | undefined;
}

/** Makes an INVITE with these header fields. */
export function fakeInvite(fields: Readonly<Record<string, string>>): SipRequest {
  const headers = Object.entries(fields).map(([name, value]) => ({name, value}));
  const getHeader = (wanted: string) => headers.find(({name}) => name.toLowerCase() === wanted.toLowerCase())?.value;
  return {method: 'INVITE', uri: 'sip:somebody@example.com', headers, getHeader, body: ''};
}
