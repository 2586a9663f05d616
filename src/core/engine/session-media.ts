/** The media facts of a session; each report replaces the one before. */
export interface SessionMedia {
  readonly localStream: MediaStream | null;
  /**
   * The tracks of `localStream` that are our own sound and picture now. The stream stays when another track takes the
   * place of one.
   */
  readonly localAudio: MediaStreamTrack | null;
  readonly localVideo: MediaStreamTrack | null;
  readonly remoteStream: MediaStream | null;
  /** Both sides agreed on our camera. This stays true while it is muted or a screen is shown in its place. */
  readonly video: boolean;
  /** We share a screen. */
  readonly screen: boolean;
  /** The far end sends a picture by agreement. */
  readonly remoteVideo: boolean;
  /** Comes from the state of the peer connection. */
  readonly phase: 'none' | 'connecting' | 'flowing' | 'lost';
  /** The far end holds us (its last description said sendonly or inactive for audio). */
  readonly remoteHeld: boolean;
}
