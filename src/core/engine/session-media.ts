/** The media facts of a session; each report replaces the one before. */
export interface SessionMedia {
  readonly localStream: MediaStream | null;
  /** What of it is heard and seen as ours now; the stream stays the same when another track takes the place of one. */
  readonly localAudio: MediaStreamTrack | null;
  readonly localVideo: MediaStreamTrack | null;
  readonly remoteStream: MediaStream | null;
  /** Our camera is part of the call by agreement, also while it is muted or a screen is shown in its place. */
  readonly video: boolean;
  /** We share a screen. */
  readonly screen: boolean;
  /** The far end sends a picture by agreement. */
  readonly remoteVideo: boolean;
  /** From the peer connection's own state. */
  readonly phase: 'none' | 'connecting' | 'flowing' | 'lost';
  /** The far end holds us (its last description said sendonly or inactive for audio). */
  readonly remoteHeld: boolean;
}
